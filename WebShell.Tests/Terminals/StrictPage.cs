using System.Threading.Channels;
using Microsoft.JSInterop;

namespace WebShell.Tests.Terminals;

/// <summary>
/// The browser's half of a terminal, driven by hand: it knows the functions that TerminalView.razor.js has and fails on any
/// other. A write is answered only when the test says so; the rest is answered at once.
/// </summary>
internal sealed class StrictPage : IJSRuntime
{
    private static readonly string[] Silent = ["close", "copy", "end", "focus", "openFind", "paste", "clear", "resizeTo", "selectAll", "setState", "show", "skip"];

    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();
    private readonly Channel<Write> _writes = Channel.CreateUnbounded<Write>();

    /// <summary>Until this completes, opening is not answered.</summary>
    public Task Opening { get; set; } = Task.CompletedTask;

    /// <summary>What the page says that it has when the connection is there.</summary>
    public long Parsed { get; set; }

    public bool HasWrite => _writes.Reader.Count > 0;

    public int Writes => _writes.Reader.Count;

    public bool IsDisposed { get; private set; }

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, default, args);

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
    {
        Assert.Equal("import", identifier);
        Assert.Equal(["./Terminals/TerminalView.razor.js"], args!);
        return Answer<TValue>(new Reference(OpenAsync));
    }

    /// <summary>Waits for the next write.</summary>
    public async Task<Write> NextWriteAsync() => await _writes.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>Waits for the next call of that name; calls of other names before it are passed over.</summary>
    public async Task<object?[]> NextCallAsync(string function)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var call = await _calls.Reader.ReadAsync(limit.Token);
            if (call.Function == function)
            {
                return call.Arguments;
            }
        }
    }

    private static ValueTask<TValue> Answer<TValue>(object? value) => ValueTask.FromResult((TValue)value!);

    private async ValueTask<object?> OpenAsync(string function, object?[] arguments, CancellationToken cancellationToken)
    {
        Assert.Equal("open", function);
        Assert.Equal(3, arguments.Length);
        Note(function, arguments);
        await Opening.WaitAsync(cancellationToken);
        return new Reference(OnPageAsync) { OnDispose = () => IsDisposed = true };
    }

    private async ValueTask<object?> OnPageAsync(string function, object?[] arguments, CancellationToken cancellationToken)
    {
        if (function == "write")
        {
            var write = new Write((long)arguments[0]!, (byte[])arguments[1]!);
            Assert.True(_writes.Writer.TryWrite(write));
            await write.Answer.Task.WaitAsync(cancellationToken);
            return null;
        }

        Note(function, arguments);
        if (function == "resume")
        {
            return Parsed;
        }

        Assert.Contains(function, Silent);
        return null;
    }

    private void Note(string function, object?[] arguments) => Assert.True(_calls.Writer.TryWrite(new Call(function, arguments)));

    internal sealed record Write(long Offset, byte[] Data)
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Call(string Function, object?[] Arguments);

    private sealed class Reference(Func<string, object?[], CancellationToken, ValueTask<object?>> invoke) : IJSObjectReference
    {
        public Action OnDispose { get; init; } = () => { };

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, default, args);

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            (TValue)(await invoke(identifier, args ?? [], cancellationToken))!;

        public ValueTask DisposeAsync()
        {
            OnDispose();
            return ValueTask.CompletedTask;
        }
    }
}
