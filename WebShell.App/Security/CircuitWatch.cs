using System.Net;

namespace WebShell.App.Security;

/// <summary>
/// Tells the book when its circuit has ended. Scoped: lives exactly as long as the circuit's services. Not a CircuitHandler,
/// because the framework makes those only when a page asks for its first component, and a circuit that never does counts too.
/// </summary>
internal sealed class CircuitWatch : IDisposable
{
    private readonly CircuitBook _book;
    private readonly CircuitEntry? _entry = CircuitEntry.Starting;

    public CircuitWatch(CircuitBook book)
    {
        _book = book;
        _entry?.IsWatched = true;
    }

    /// <summary>What the page said of itself in the address of the circuit's first connection.</summary>
    public IQueryCollection? Query => _entry?.Query;

    /// <summary>Where that connection came from.</summary>
    public IPAddress? From => _entry?.From;

    public void Dispose()
    {
        if (_entry is not null)
        {
            _book.Remove(_entry);
        }
    }
}
