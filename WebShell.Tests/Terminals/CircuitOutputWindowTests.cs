using WebShell.App.Terminals;

namespace WebShell.Tests.Terminals;

public sealed class CircuitOutputWindowTests
{
    private const int Message = CircuitOutputWindow.MaxMessageBytes;

    private readonly CircuitOutputWindow _window = new();

    [Fact]
    public void OneTerminal_MayFillTheWindow()
    {
        var share = _window.Join(isVisible: true);

        Assert.Equal(_window.Size, Fill(share));
    }

    [Fact]
    public void TwoFloodingTerminals_ShareEvenly()
    {
        var first = _window.Join(isVisible: true);
        var second = _window.Join(isVisible: true);
        first.Take(Message);
        second.Take(Message);

        Assert.Equal(_window.Size / 2, Fill(first));
        Assert.Equal(_window.Size / 2, Fill(second));
    }

    [Fact]
    public void QuietTerminal_TakesNothingFromAFloodingOne()
    {
        var share = _window.Join(isVisible: true);
        _window.Join(isVisible: true);

        Assert.Equal(_window.Size, Fill(share));
    }

    [Fact]
    public void HiddenTerminal_HasOneMessageUnderWay()
    {
        var share = _window.Join(isVisible: false);

        Assert.Equal(Message, Fill(share));
    }

    [Fact]
    public void TerminalWithNothingUnderWay_MayAlwaysSend()
    {
        var flooding = Enumerable.Range(0, 20).Select(_ => _window.Join(isVisible: true)).ToList();
        flooding.ForEach(share => share.Take(Message));

        Assert.True(_window.Join(isVisible: true).HasRoom);
    }

    [Fact]
    public void SmallMessages_AreBoundedInNumber()
    {
        var share = _window.Join(isVisible: true);
        for (var i = 0; i < OutputShare.MaxMessages; i++)
        {
            Assert.True(share.HasRoom);
            share.Take(1);
        }

        Assert.False(share.HasRoom);
    }

    [Fact]
    public async Task Room_ComesWithAnAcknowledgement()
    {
        var share = _window.Join(isVisible: true);
        Fill(share);
        var room = share.RoomAsync(default).AsTask();
        Assert.False(room.IsCompleted);

        share.Return(Message, TimeSpan.FromMilliseconds(5));

        await room.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Room_ComesWhenANeighbourIsDone()
    {
        var share = _window.Join(isVisible: true);
        var neighbour = _window.Join(isVisible: true);
        neighbour.Take(Message);
        Fill(share);
        var room = share.RoomAsync(default).AsTask();

        neighbour.Return(Message, TimeSpan.FromMilliseconds(5));

        await room.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Room_CanBeGivenUp()
    {
        var share = _window.Join(isVisible: true);
        Fill(share);
        using var closing = new CancellationTokenSource();
        var room = share.RoomAsync(closing.Token).AsTask();

        await closing.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => room);
    }

    [Fact]
    public void SlowBrowser_ShrinksTheWindowToItsLeast()
    {
        Flood(delay: TimeSpan.FromMilliseconds(400));

        Assert.Equal(CircuitOutputWindow.MinBytes, _window.Size);
    }

    [Fact]
    public void FastBrowser_GrowsTheWindowToItsMost()
    {
        Flood(delay: TimeSpan.FromMilliseconds(4));

        Assert.Equal(CircuitOutputWindow.MaxBytes, _window.Size);
    }

    [Fact]
    public void LongLine_IsNotTakenForASlowBrowser()
    {
        // Nothing is quicker than 120 ms here: a line to the other side of the world.
        Flood(delay: TimeSpan.FromMilliseconds(120));

        Assert.Equal(CircuitOutputWindow.MaxBytes, _window.Size);
    }

    [Fact]
    public void LostConnection_FreesWhatWasUnderWay()
    {
        var share = _window.Join(isVisible: true);
        Fill(share);

        share.Forget();

        Assert.Equal(0, share.InFlight);
        Assert.Equal(_window.Size, Fill(share));
    }

    private static int Fill(OutputShare share)
    {
        while (share.HasRoom)
        {
            share.Take(Message);
        }

        return share.InFlight;
    }

    // A flood keeps the window full, so each answer is that of a terminal that was held back.
    private void Flood(TimeSpan delay)
    {
        var share = _window.Join(isVisible: true);
        share.Take(1);
        share.Return(1, delay == TimeSpan.FromMilliseconds(120) ? delay : TimeSpan.FromMilliseconds(2));
        for (var i = 0; i < 500; i++)
        {
            Fill(share);
            _ = share.RoomAsync(default).AsTask();
            share.Return(Message, delay);
        }
    }
}
