using Microsoft.Extensions.Logging;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>The shell of one session, from being asked for until it is closed: opens it, moves its output, hands input and sizes on.</summary>
internal sealed partial class SessionShell(
    IShellConnector connector, OutputBuffer output, OutputPacing pacing, TimeProvider time, string sessionId, ILogger logger)
{
    // Cancelled when the session ends, whoever ended it.
    private readonly CancellationTokenSource _stopping = new();

    // One writer at a time is IShell's rule; a page that took the session over may type while the old one's last input waits.
    private readonly SemaphoreSlim _writing = new(1);

    private volatile IShell? _shell;
    private SizeFollower? _sizes;
    private bool _isOpen;

    public ShellFacts Facts => _shell?.Facts ?? new ShellFacts();

    public TimeSpan? RoundTrip => _shell?.RoundTrip;

    /// <summary>Runs the shell's whole life; completes, and never fails, when it is closed and its output complete.</summary>
    /// <param name="request">Which shell.</param>
    /// <param name="dialogue">Who answers questions on the way.</param>
    /// <param name="opened">Asked when it is there, before anybody has it; false: nobody wants it any more. What it throws ends it as not opened.</param>
    /// <param name="ended">Called once when it has ended by itself or could not be opened, before it is closed.</param>
    public async Task RunAsync(ShellRequest request, SessionDialogue dialogue, Func<Task<bool>> opened, Action<SessionEnd> ended)
    {
        try
        {
            _shell = await connector.OpenAsync(request, dialogue, _stopping.Token);
            _sizes = new SizeFollower(_shell, request.Size, time, _stopping.Token);
            _isOpen = await opened();
            if (_isOpen)
            {
                ended(SessionEnd.Of(await OutputPump.RunAsync(_shell, output, pacing, _stopping.Token), time.GetUtcNow()));
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Whoever stopped it has said why.
        }
        catch (OperationCanceledException)
        {
            ended(Failed(new ShellFailure(ShellFailureReason.Cancelled, "Opening the shell was cancelled.") { Step = dialogue.Step }));
        }
        catch (ShellException e)
        {
            ended(Failed(e.Failure));
        }
        catch (Exception e)
        {
            Log.Failed(logger, sessionId, e);
            ended(Failed(new ShellFailure(ShellFailureReason.Internal, $"Something unexpected went wrong (session {sessionId}).") { Step = dialogue.Step }));
        }

        output.Complete();
        await CloseAsync();
    }

    /// <summary>Ends opening, running and waiting writes; <see cref="RunAsync"/> then completes.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    /// <summary>Hands input on when <paramref name="isAllowed"/> does not throw, asked again when its turn has come.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> input, Action isAllowed, CancellationToken cancellationToken)
    {
        isAllowed();
        await _writing.WaitAsync(cancellationToken);
        try
        {
            isAllowed();
            await _shell!.WriteAsync(input, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The terminal has this size from now on; before the shell is open it does nothing.</summary>
    public void Resize(TerminalSize size) => _sizes?.Follow(size);

    /// <summary>Makes a full-screen program draw anew.</summary>
    public void Nudge() => _sizes?.Nudge();

    private SessionEnd Failed(ShellFailure failure) => !_isOpen
        ? SessionEnd.NotOpened(failure, time.GetUtcNow())
        : new SessionEnd(SessionEndReason.ConnectionLost, time.GetUtcNow(), failure.Message) { Failure = failure };

    private async Task CloseAsync()
    {
        // Stops the size follower too, when it was the shell that ended.
        await _stopping.CancelAsync();
        await (_sizes?.StoppedAsync() ?? Task.CompletedTask);
        if (_shell is not { } shell)
        {
            return;
        }

        try
        {
            await shell.DisposeAsync();
        }
        catch (Exception e)
        {
            Log.CloseFailed(logger, sessionId, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Error, "Session {SessionId} failed in a way that has no name.")]
        public static partial void Failed(ILogger logger, string sessionId, Exception exception);

        [LoggerMessage(5, LogLevel.Warning, "The shell of session {SessionId} could not be closed.")]
        public static partial void CloseFailed(ILogger logger, string sessionId, Exception exception);
    }
}
