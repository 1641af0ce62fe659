using System.Text;
using WebShell.App.Terminals;
using WebShell.Core.Shells;

namespace WebShell.Tests.Terminals;

public sealed class InputSequenceTests
{
    private readonly StringBuilder _written = new();
    private readonly InputSequence _input;
    private Task _machine = Task.CompletedTask;

    public InputSequenceTests() => _input = new InputSequence(async (piece, token) =>
    {
        await _machine.WaitAsync(token);
        _written.Append(Encoding.UTF8.GetString(piece.Span));
    });

    [Fact]
    public async Task Pieces_AreWrittenInOrder()
    {
        var machine = new TaskCompletionSource();
        _machine = machine.Task;
        var writes = new[] { Accept(1, "a"), Accept(2, "b"), Accept(3, "c") };
        machine.SetResult();

        await Task.WhenAll(writes);

        Assert.Equal("abc", _written.ToString());
        Assert.Equal(3, _input.Seen);
    }

    [Fact]
    public async Task PieceSentAgain_IsWrittenOnce()
    {
        await Accept(1, "a");
        await Accept(2, "b");

        await Accept(1, "a");
        await Accept(2, "b");
        await Accept(3, "c");

        Assert.Equal("abc", _written.ToString());
    }

    [Fact]
    public async Task PieceSentAgain_WaitsUntilTheFirstIsWritten()
    {
        var machine = new TaskCompletionSource();
        _machine = machine.Task;
        _ = Accept(1, "a");

        var again = Accept(1, "a");

        Assert.False(again.IsCompleted);
        machine.SetResult();
        await again;
    }

    [Fact]
    public async Task RefusedPiece_DoesNotStopTheNext()
    {
        _machine = Task.FromException(new ShellException(ShellFailureReason.ConnectionLost, "gone"));
        await Assert.ThrowsAsync<ShellException>(() => Accept(1, "a"));
        _machine = Task.CompletedTask;

        await Accept(2, "b");

        Assert.Equal("b", _written.ToString());
    }

    [Fact]
    public async Task PieceOutOfOrder_IsAnError() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Accept(2, "b"));

    [Fact]
    public async Task PieceTooLarge_IsAnError() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Accept(1, new string('x', InputSequence.MaxPieceBytes + 1)));

    [Fact]
    public async Task MorePiecesThanMayWait_AreAnError()
    {
        _machine = new TaskCompletionSource().Task;
        for (var i = 1; i <= InputSequence.MaxWaiting; i++)
        {
            _ = Accept(i, "x");
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => Accept(InputSequence.MaxWaiting + 1, "x"));
    }

    private async Task Accept(long number, string text) => await _input.AcceptAsync(number, Encoding.UTF8.GetBytes(text), default);
}
