using System.Buffers;
using System.IO.Pipelines;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// Output on its way from the loop to the one reader. Appending never fails; the loop must stop reading while
/// <see cref="IsFull"/>, and is called back when the reader has caught up.
/// </summary>
internal sealed class OutputPipe(SshOptions options, Action onRead) : IChannelOutput
{
    /// <summary>Handing over costs a thread switch, so the loop collects this much first while there is more to read.</summary>
    private const int WorthwhileBytes = 32 * 1024;

    // The reader goes on on the loop: it copies into the session's buffer and wakes others, and a thread switch would cost more.
    private readonly Pipe _pipe = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: options.OutputPauseBytes,
        resumeWriterThreshold: options.OutputResumeBytes,
        useSynchronizationContext: false));

    private long _appended;
    private long _unflushed;
    private long _read;
    private bool _isComplete;

    /// <summary>A flush waits for the reader.</summary>
    public bool IsFull { get; private set; }

    /// <summary>All that ever came.</summary>
    public long AppendedBytes => _appended;

    /// <summary>All that the reader has taken.</summary>
    public long ReadBytes => Volatile.Read(ref _read);

    public long UnreadBytes => _appended - ReadBytes;

    public void Append(ReadOnlySpan<byte> data)
    {
        _pipe.Writer.Write(data);
        _appended += data.Length;
        _unflushed += data.Length;
    }

    public void FlushWhenWorthwhile()
    {
        if (_unflushed >= WorthwhileBytes)
        {
            Flush();
        }
    }

    public void Flush()
    {
        if (_unflushed == 0 || IsFull || _isComplete)
        {
            return;
        }

        _unflushed = 0;
        var flush = _pipe.Writer.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return;
        }

        IsFull = true;
        _ = CallBackAsync(flush);
    }

    /// <summary>The flush that was waited for is done.</summary>
    public void Resume()
    {
        IsFull = false;
        Flush();
    }

    public void Complete()
    {
        _isComplete = true;
        _pipe.Writer.Complete();
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await _pipe.Reader.ReadAsync(cancellationToken);
        var taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, buffer.Length));
        var count = (int)taken.Length;
        taken.CopyTo(buffer.Span);
        Volatile.Write(ref _read, _read + count);

        // Gives the memory back: from here on the sequence says nothing any more, not even its length.
        _pipe.Reader.AdvanceTo(taken.End);
        return count;
    }

    // Ends when the reader reads or the pipe is completed; a flush of a pipe does not fail.
    private async Task CallBackAsync(ValueTask<FlushResult> flush)
    {
        await flush;
        onRead();
    }
}
