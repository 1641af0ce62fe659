using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>Tells a shell its terminal's size: the first change at once, then at most ten a second, and always the last one.</summary>
internal sealed class SizeFollower(IShell shell, TerminalSize openedWith, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private TerminalSize _wanted = openedWith;
    private TerminalSize _told = openedWith;
    private TerminalSize? _detour;
    private Task _telling = Task.CompletedTask;

    public void Follow(TerminalSize size)
    {
        lock (_gate)
        {
            _wanted = size;
            TellIfNew();
        }
    }

    /// <summary>Makes a full-screen program draw anew: another number of rows, and back, far enough apart that it sees both.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            _detour = _wanted with { Rows = _wanted.Rows > TerminalSize.MinRows ? _wanted.Rows - 1 : _wanted.Rows + 1 };
            TellIfNew();
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

    private void TellIfNew()
    {
        if (_telling.IsCompleted && (_detour is not null || _wanted != _told))
        {
            // Not on the caller's context: it may be a circuit's, and the last size must arrive when the circuit is gone.
            _telling = Task.Run(TellAsync, CancellationToken.None);
        }
    }

    private async Task TellAsync()
    {
        try
        {
            while (Next() is { } size)
            {
                await shell.ResizeAsync(size, stopping);
                await Task.Delay(MinInterval, time, stopping);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ShellException)
        {
            // The shell has ended, and with it the question of its size.
        }
    }

    private TerminalSize? Next()
    {
        lock (_gate)
        {
            var next = _detour ?? (_wanted == _told ? (TerminalSize?)null : _wanted);
            if (next is null)
            {
                // Under the lock, so that the next change starts anew and none is forgotten.
                _telling = Task.CompletedTask;
                return null;
            }

            (_told, _detour) = (next.Value, null);
            return next;
        }
    }
}
