using Microsoft.AspNetCore.Components.Server.Circuits;

namespace WebShell.App.Terminals;

/// <summary>
/// Whether this circuit's browser can be reached (scoped; used on the circuit's dispatcher only). While it cannot, Blazor
/// drops calls to JavaScript without an error and those under way never complete, so whoever calls takes the token of
/// the connection and starts again with the next one.
/// </summary>
public sealed class CircuitConnection : CircuitHandler, IDisposable
{
    private CancellationTokenSource _present = new();
    private TaskCompletionSource? _returning;
    private bool _isDisposed;

    public bool IsUp => _returning is null;

    /// <summary>The token of the present connection, which is cancelled when it is lost. Waits while there is none.</summary>
    public async ValueTask<CancellationToken> UpAsync(CancellationToken cancellationToken)
    {
        while (_returning is { } returning)
        {
            await returning.Task.WaitAsync(cancellationToken);
        }

        return _present.Token;
    }

    // Blazor runs both on the circuit's dispatcher. Neither may wait for the browser: its answers are read by the same hub.
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Lose();
        return Task.CompletedTask;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Regain();
        return Task.CompletedTask;
    }

    // Comes twice, because the container knows it as itself and as the circuit's handler. What is thrown here would keep every
    // service that is older than this one from being disposed.
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _present.Cancel();
        _present.Dispose();
    }

    internal void Lose()
    {
        _returning ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _present.Cancel();
    }

    internal void Regain()
    {
        if (_returning is { } returning)
        {
            _present.Dispose();
            _present = new CancellationTokenSource();
            _returning = null;
            returning.SetResult();
        }
    }
}
