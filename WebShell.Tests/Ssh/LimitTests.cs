using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;
using WebShell.Tests.Support;

namespace WebShell.Tests.Ssh;

public sealed class LimitTests
{
    private readonly FakeTimeProvider _time = new();

    private readonly SshOptions _options = new() { HandshakesPerVm = 2, HandshakesPerNode = 3, ConnectTimeout = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public async Task Handshakes_AboveTheVmsLimit_AreRefusedAndOnesBelowGoOn()
    {
        using var limit = new HandshakeLimit(Options.Create(_options));
        using var first = await limit.EnterAsync("vm-1", default);
        var second = await limit.EnterAsync("VM-1", default);

        var refused = await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(limit.EnterAsync("vm-1", default)));
        Assert.Equal(ShellFailureReason.LimitReached, refused.Failure.Reason);
        Assert.Contains("vm-1", refused.Failure.Message, StringComparison.Ordinal);

        second.Dispose();
        using var third = await Within.Seconds(limit.EnterAsync("vm-1", default));
    }

    [Fact]
    public async Task Handshakes_AboveTheNodesLimit_AreRefused()
    {
        using var limit = new HandshakeLimit(Options.Create(_options));
        using var first = await limit.EnterAsync("vm-1", default);
        using var second = await limit.EnterAsync("vm-2", default);
        using var third = await limit.EnterAsync("vm-3", default);

        var refused = await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(limit.EnterAsync("vm-4", default)));

        Assert.Contains("by the portal", refused.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pause_EndsAfterItsTime()
    {
        var (pause, target) = Failed(times: 3);

        Assert.Contains("60 s", Assert.Throws<ShellException>(() => pause.Check(target)).Failure.Message, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Throws<ShellException>(() => pause.Check(target));
        _time.Advance(TimeSpan.FromSeconds(1));
        pause.Check(target);

        pause.Failed(target);
        pause.Check(target);
    }

    [Fact]
    public void Pause_BeginsAnewAfterASuccess()
    {
        var (pause, target) = Failed(times: 2);

        pause.Succeeded(target);
        pause.Failed(target);

        pause.Check(target);
    }

    private (SignInPause Pause, SshTarget Target) Failed(int times)
    {
        var pause = new SignInPause(Options.Create(_options), _time);
        var target = SshTarget.Parse(new ShellRequest { VmName = "vm-1", Host = "192.0.2.1", Port = 22, Login = "ops" });
        for (var i = 0; i < times; i++)
        {
            pause.Check(target);
            pause.Failed(target);
        }

        return (pause, target);
    }
}
