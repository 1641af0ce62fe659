using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

// The pump runs on the caller's thread until it really has to wait: what it has taken when it returns is all it will take.
public sealed class OutputPumpTests
{
    private const int HighWater = 384 * 1024;
    private const int LowWater = 128 * 1024;

    private readonly StrictShell _shell = new();
    private readonly OutputBuffer _output = new(2 * 1024 * 1024);
    private readonly OutputPacing _pacing = new(HighWater, LowWater, readAhead: int.MaxValue);

    [Fact]
    public void Run_NothingAcknowledged_StopsAtTheHighWaterMark()
    {
        _pacing.Attach(0);
        _shell.Print(new byte[1024 * 1024]);

        var pumping = Pump();

        Assert.False(pumping.IsCompleted);
        Assert.Equal(HighWater, _shell.Taken);
        Assert.Equal(HighWater, _output.End);
    }

    [Fact]
    public async Task Acknowledge_DownToTheLowWaterMark_GoesOnAndNotBefore()
    {
        _pacing.Attach(0);
        _shell.Print(new byte[1024 * 1024]);
        var pumping = Pump();

        var clear = _pacing.WhenClear(_output.End);

        _pacing.Acknowledge(HighWater - LowWater - 1);
        Assert.False(clear.IsCompleted);
        Assert.Equal(HighWater, _shell.Taken);
        _pacing.Acknowledge(HighWater - LowWater);
        Assert.True(clear.IsCompleted);
        await Within.Seconds(_output.ReadAsync(HighWater, 1, default));

        _pacing.Acknowledge(1024 * 1024);
        _shell.End(new ShellEnd(ShellEndReason.Exited, 0));
        await Within.Seconds(pumping);
        Assert.Equal(1024 * 1024, _output.End);
    }

    [Fact]
    public void Run_NothingRead_StopsAtTheReadAheadAndGoesOnWithEachRead()
    {
        const int readAhead = 64 * 1024;
        var pacing = new OutputPacing(HighWater, LowWater, readAhead);
        pacing.Attach(0);
        _shell.Print(new byte[1024 * 1024]);
        _ = OutputPump.RunAsync(_shell, _output, pacing, CancellationToken.None);
        Assert.Equal(readAhead, _output.End);

        var clear = pacing.WhenClear(_output.End);
        Assert.False(clear.IsCompleted);
        pacing.NoteRead(1);

        Assert.True(clear.IsCompleted);
        Assert.False(pacing.WhenClear(readAhead + 1).IsCompleted);
    }

    [Fact]
    public void Detach_NothingRead_RunsFree()
    {
        var pacing = new OutputPacing(HighWater, LowWater, readAhead: 1024);
        pacing.Attach(0);
        var clear = pacing.WhenClear(1024);
        Assert.False(clear.IsCompleted);

        pacing.Detach();

        Assert.True(clear.IsCompleted);
    }

    [Fact]
    public async Task Run_NobodyAttached_RunsFreeAndKeepsTheNewest()
    {
        _shell.Print(new byte[5 * 1024 * 1024]);
        _shell.End(new ShellEnd(ShellEndReason.Exited, 0));

        await Within.Seconds(Pump());

        Assert.Equal(5 * 1024 * 1024, _output.End);
        Assert.Equal(3 * 1024 * 1024, _output.Start);
    }

    [Fact]
    public async Task Detach_WhileWaiting_RunsFree()
    {
        _pacing.Attach(0);
        _shell.Print(new byte[1024 * 1024]);
        _ = Pump();

        _pacing.Detach();

        await Within.Seconds(_output.ReadAsync((1024 * 1024) - 1, 1, default));
    }

    [Fact]
    public async Task Attach_AfterRunningFree_WaitsUntilThePageHasReadWhatIsHeld()
    {
        _shell.Print(new byte[1024 * 1024]);
        _ = Pump();
        _pacing.Attach(_output.Start);
        _shell.Print(new byte[1]);
        await Within.Seconds(_output.ReadAsync(1024 * 1024, 1, default));

        Assert.False(_pacing.WhenClear(_output.End).IsCompleted);
        _pacing.Acknowledge(_output.End);
        Assert.True(_pacing.WhenClear(_output.End).IsCompleted);
    }

    [Fact]
    public async Task Run_ShellEndsWhileThePageIsSlow_TheRestIsKeptWithoutAcknowledgement()
    {
        _pacing.Attach(0);
        _shell.Print(new byte[HighWater + 1000]);
        var pumping = Pump();

        _shell.End(new ShellEnd(ShellEndReason.Exited, ExitStatus: 7));

        Assert.Equal(7, (await Within.Seconds(pumping)).ExitStatus);
        Assert.Equal(HighWater + 1000, _output.End);
    }

    [Fact]
    public async Task Run_CancelledWhileWaitingForThePage_Ends()
    {
        using var stopping = new CancellationTokenSource();
        _pacing.Attach(0);
        _shell.Print(new byte[1024 * 1024]);
        var pumping = OutputPump.RunAsync(_shell, _output, _pacing, stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Seconds(pumping));
    }

    private Task<ShellEnd> Pump() => OutputPump.RunAsync(_shell, _output, _pacing, CancellationToken.None);
}
