using System.Buffers;
using System.IO.Pipelines;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Input on its way from the one writer to the loop; the writer waits while <paramref name="capacity"/> bytes are queued.</summary>
internal sealed class InputPipe(int capacity)
{
    /// <summary>The most that is given to libssh in one go.</summary>
    private const int MaxTakeBytes = 128 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: capacity, resumeWriterThreshold: capacity / 2, useSynchronizationContext: false));

    private long _written;
    private long _taken;
    private bool _isComplete;

    public bool IsEmpty => Volatile.Read(ref _written) == _taken;

    /// <summary>Queues the input in pieces, so that the queue is at most one piece above its capacity. False: nobody takes it any more.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> input, Action onQueued, CancellationToken cancellationToken)
    {
        const int PieceBytes = 32 * 1024;
        for (var rest = input; !rest.IsEmpty;)
        {
            var piece = rest[..Math.Min(PieceBytes, rest.Length)];
            rest = rest[piece.Length..];

            // Asked before the piece is in the pipe: what was cancelled must not go out with the next one.
            cancellationToken.ThrowIfCancellationRequested();
            _pipe.Writer.Write(piece.Span);
            var flush = _pipe.Writer.FlushAsync(cancellationToken);
            Volatile.Write(ref _written, _written + piece.Length);
            onQueued();
            if ((await flush).IsCompleted)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Offers the oldest bytes to <paramref name="send"/>, which answers how many it took, or a negative number for an error.</summary>
    public int Take(SendInput send)
    {
        if (_isComplete || !_pipe.Reader.TryRead(out var result))
        {
            return 0;
        }

        var first = result.Buffer.First.Span;
        var sent = first.IsEmpty ? 0 : send(first[..Math.Min(first.Length, MaxTakeBytes)]);
        _taken += Math.Max(sent, 0);
        _pipe.Reader.AdvanceTo(result.Buffer.GetPosition(Math.Max(sent, 0)));
        return sent;
    }

    public void Complete()
    {
        _isComplete = true;
        _pipe.Reader.Complete();
    }
}

/// <summary>Takes some of the bytes and says how many.</summary>
internal delegate int SendInput(ReadOnlySpan<byte> data);
