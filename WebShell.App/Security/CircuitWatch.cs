using Microsoft.AspNetCore.Components.Server.Circuits;

namespace WebShell.App.Security;

/// <summary>Tells the book when its circuit has ended. Scoped: made with the circuit's other services, in the flow that starts it.</summary>
internal sealed class CircuitWatch : CircuitHandler
{
    private readonly CircuitBook _book;
    private readonly CircuitEntry? _entry = CircuitEntry.Starting;

    public CircuitWatch(CircuitBook book)
    {
        _book = book;
        _entry?.IsWatched = true;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_entry is not null)
        {
            _book.Remove(_entry);
        }

        return Task.CompletedTask;
    }
}
