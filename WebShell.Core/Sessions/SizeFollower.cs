using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>Tells a shell its terminal's size: the first change at once, then at most ten a second, and always the last one.</summary>
internal sealed class SizeFollower(IShell shell, TerminalSize openedWith, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private TerminalSize _wanted = openedWith;
    private TerminalSize _told = openedWith;
    private Task _telling = Task.CompletedTask;

    public void Follow(TerminalSize size)
    {
        lock (_gate)
        {
            _wanted = size;
            if (_telling.IsCompleted && _wanted != _told)
            {
                // Not on the caller's context: it may be a circuit's, and the last size must arrive when the circuit is gone.
                _telling = Task.Run(() => TellAsync(size), CancellationToken.None);
            }
        }
    }

    /// <summary>Completes, and never fails, when nothing is being told any more; asked for after <c>stopping</c>.</summary>
    public Task StoppedAsync()
    {
        lock (_gate)
        {
            return _telling;
        }
    }

    private async Task TellAsync(TerminalSize size)
    {
        try
        {
            while (true)
            {
                await shell.ResizeAsync(size, stopping);
                await Task.Delay(MinInterval, time, stopping);
                lock (_gate)
                {
                    _told = size;
                    size = _wanted;
                    if (size == _told)
                    {
                        // Under the lock, so that the next Follow starts anew and none is forgotten.
                        _telling = Task.CompletedTask;
                        return;
                    }
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ShellException)
        {
            // The shell has ended, and with it the question of its size.
        }
    }
}
