using System.Threading.Channels;
using WebShell.Core.Shells;

namespace WebShell.Tests.Support;

/// <summary>A shell driven by hand: the test says what comes out, when, and how it ends; a broken rule of IShell fails the caller.</summary>
internal sealed class StrictShell : IShell
{
    private readonly Channel<byte[]> _output = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<byte[]> _input = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<TerminalSize> _sizes = Channel.CreateUnbounded<TerminalSize>();
    private readonly TaskCompletionSource<ShellEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte> _rest;
    private long _taken;
    private int _reading;
    private int _writing;

    public ShellFacts Facts { get; } = new() { Cipher = "none" };

    public Task<ShellEnd> Ended => _ended.Task;

    public TimeSpan? RoundTrip => TimeSpan.FromMilliseconds(7);

    /// <summary>Completes when the shell was disposed.</summary>
    public Task Disposed => _disposed.Task;

    /// <summary>How many bytes of output were read from the shell.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Until this completes the machine takes no input.</summary>
    public Task TakesInput { get; set; } = Task.CompletedTask;

    /// <summary>Until this completes the shell does not finish closing.</summary>
    public Task MayClose { get; set; } = Task.CompletedTask;

    public void Print(byte[] output) => Assert.True(_output.Writer.TryWrite(output));

    public void End(ShellEnd end)
    {
        _ended.TrySetResult(end);
        _output.Writer.TryComplete();
    }

    public void Break(ShellException e) => _output.Writer.TryComplete(e);

    public Task<byte[]> NextInputAsync() => Within.Seconds(_input.Reader.ReadAsync());

    public Task<TerminalSize> NextSizeAsync() => Within.Seconds(_sizes.Reader.ReadAsync());

    public bool HasSize => _sizes.Reader.Count > 0;

    public bool HasInput => _input.Reader.Count > 0;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Assert.Equal(0, Interlocked.Exchange(ref _reading, 1));
        try
        {
            while (_rest.IsEmpty)
            {
                if (!await _output.Reader.WaitToReadAsync(cancellationToken))
                {
                    return 0;
                }

                _rest = await _output.Reader.ReadAsync(cancellationToken);
            }

            var count = Math.Min(buffer.Length, _rest.Length);
            _rest[..count].CopyTo(buffer);
            _rest = _rest[count..];
            Interlocked.Add(ref _taken, count);
            return count;
        }
        finally
        {
            Interlocked.Exchange(ref _reading, 0);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        Assert.Equal(0, Interlocked.Exchange(ref _writing, 1));
        try
        {
            if (_ended.Task.IsCompleted)
            {
                throw new ShellException(ShellFailureReason.ConnectionLost, "The shell has ended.");
            }

            await TakesInput.WaitAsync(cancellationToken);
            Assert.True(_input.Writer.TryWrite(input.ToArray()));
        }
        finally
        {
            Interlocked.Exchange(ref _writing, 0);
        }
    }

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken)
    {
        Assert.True(_sizes.Writer.TryWrite(size));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Equal(0, Volatile.Read(ref _reading));
        End(new ShellEnd(ShellEndReason.Disposed));
        await MayClose;
        Assert.True(_disposed.TrySetResult());
    }
}
