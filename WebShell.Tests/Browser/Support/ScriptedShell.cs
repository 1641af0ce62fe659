using System.IO.Pipelines;
using WebShell.Core.Shells;

namespace WebShell.Tests.Browser.Support;

/// <summary>
/// A machine whose output the test writes (it waits as a real one does when the portal reads less) and that keeps
/// its input. It answers nothing by itself.
/// </summary>
internal sealed class ScriptedShell : IShell
{
    private readonly Pipe _output = new(new PipeOptions(pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024, useSynchronizationContext: false));
    private readonly TaskCompletionSource<ShellEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly MemoryStream _input = new();

    public ShellFacts Facts { get; } = new();

    public Task<ShellEnd> Ended => _ended.Task;

    public TimeSpan? RoundTrip => null;

    public TerminalSize Size { get; set; }

    /// <summary>How many sizes it was told.</summary>
    public int Sizes { get; private set; }

    /// <summary>Called with each piece of input, in order.</summary>
    public Func<ReadOnlyMemory<byte>, Task> OnInput { get; set; } = _ => Task.CompletedTask;

    public byte[] Input
    {
        get
        {
            lock (_gate)
            {
                return _input.ToArray();
            }
        }
    }

    public long InputLength
    {
        get
        {
            lock (_gate)
            {
                return _input.Length;
            }
        }
    }

    public async Task PrintAsync(ReadOnlyMemory<byte> output, CancellationToken cancellationToken = default) =>
        await _output.Writer.WriteAsync(output, cancellationToken);

    public Task PrintAsync(string output) => PrintAsync(System.Text.Encoding.UTF8.GetBytes(output));

    public async Task ExitAsync(int status)
    {
        _ended.TrySetResult(new ShellEnd(ShellEndReason.Exited, ExitStatus: status));
        await _output.Writer.CompleteAsync();
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _output.Reader.AsStream(leaveOpen: true).ReadAsync(buffer, cancellationToken);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _input.Write(input.Span);
        }

        await OnInput(input);
    }

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken)
    {
        Size = size;
        Sizes++;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult(new ShellEnd(ShellEndReason.Disposed));
        await _output.Writer.CompleteAsync();
    }
}
