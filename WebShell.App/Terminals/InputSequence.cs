namespace WebShell.App.Terminals;

/// <summary>
/// Hands a page's numbered pieces of input on in their order, each exactly once: a page that lost its connection sends
/// again what it has no answer for, and what was seen before is only waited for. Dispatcher only.
/// </summary>
internal sealed class InputSequence(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write)
{
    /// <summary>The largest piece; a hub message may have 32 KiB.</summary>
    public const int MaxPieceBytes = 16 * 1024;

    /// <summary>More pieces than this may not wait for the machine; our own page keeps four under way.</summary>
    public const int MaxWaiting = 32;

    private Task _last = Task.CompletedTask;
    private int _waiting;

    /// <summary>The number of the newest piece that was accepted; the first piece has number 1.</summary>
    public long Seen { get; private set; }

    /// <summary>Completes when the piece is with the shell, or fails as the shell's write does.</summary>
    /// <exception cref="InvalidOperationException">The page broke the rules: a piece too many, too large or out of order.</exception>
    public Task AcceptAsync(long number, byte[] piece, CancellationToken cancellationToken)
    {
        if (number <= Seen)
        {
            return _last;
        }

        if (number != Seen + 1 || piece.Length > MaxPieceBytes || _waiting >= MaxWaiting)
        {
            throw new InvalidOperationException($"Input piece {number} of {piece.Length} bytes was not expected after {Seen} with {_waiting} waiting.");
        }

        Seen = number;
        return _last = WriteAfterAsync(_last, piece, cancellationToken);
    }

    private async Task WriteAfterAsync(Task previous, byte[] piece, CancellationToken cancellationToken)
    {
        _waiting++;
        try
        {
            // What became of the piece before was told to the page already.
            await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await write(piece, cancellationToken);
        }
        finally
        {
            _waiting--;
        }
    }
}
