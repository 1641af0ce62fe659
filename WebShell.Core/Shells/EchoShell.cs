using System.IO.Pipelines;

namespace WebShell.Core.Shells;

/// <summary>Answers every input with itself: for tests, and for trying the terminal without a machine. End-of-transmission (0x04) ends it with status 0.</summary>
public sealed class EchoShell : IShell
{
    private const byte EndOfTransmission = 0x04;
    private const int MaxPendingBytes = 64 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: MaxPendingBytes, resumeWriterThreshold: MaxPendingBytes / 2));
    private readonly TaskCompletionSource<ShellEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ShellFacts Facts { get; } = new();

    public Task<ShellEnd> Ended => _ended.Task;

    public TimeSpan? RoundTrip => null;

    /// <summary>The last size it was told.</summary>
    public TerminalSize Size { get; private set; } = TerminalSize.Default;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        await _pipe.Reader.AsStream(leaveOpen: true).ReadAsync(buffer, cancellationToken);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        if (_ended.Task.IsCompleted)
        {
            throw new ShellException(ShellFailureReason.ConnectionLost, "The shell has ended.");
        }

        var end = input.Span.IndexOf(EndOfTransmission);
        await _pipe.Writer.WriteAsync(end < 0 ? input : input[..end], cancellationToken);
        if (end >= 0)
        {
            await EndAsync(new ShellEnd(ShellEndReason.Exited, ExitStatus: 0));
        }
    }

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken)
    {
        Size = size;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => EndAsync(new ShellEnd(ShellEndReason.Disposed));

    private async ValueTask EndAsync(ShellEnd end)
    {
        if (_ended.TrySetResult(end))
        {
            await _pipe.Writer.CompleteAsync();
        }
    }
}
