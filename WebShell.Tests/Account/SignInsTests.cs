using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebShell.App.Account;

namespace WebShell.Tests.Account;

public sealed class SignInsTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly SignIns _signIns;

    public SignInsTests()
    {
        _signIns = new SignIns(Options.Create(new SignInOptions()), _time);
    }

    [Fact]
    public void SignIn_UsedWithinTheIdleLimit_StaysGood()
    {
        var started = _time.GetUtcNow();
        for (var i = 0; i < 11; i++)
        {
            Assert.True(_signIns.Touch("a", started));
            _time.Advance(TimeSpan.FromMinutes(59));
        }
    }

    [Fact]
    public void SignIn_IdleTooLong_IsOverForGood()
    {
        var started = _time.GetUtcNow();
        Assert.True(_signIns.Touch("a", started));
        _time.Advance(TimeSpan.FromMinutes(60));

        Assert.False(_signIns.IsGood("a"));
        Assert.False(_signIns.Touch("a", started));
    }

    [Fact]
    public void SignIn_OlderThanTheAbsoluteLimit_IsOverHoweverBusy()
    {
        var started = _time.GetUtcNow();
        for (var i = 0; i < 24; i++)
        {
            Assert.True(_signIns.Touch("a", started));
            _time.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.False(_signIns.Touch("a", started));
    }

    [Fact]
    public void SignIn_Ended_IsOverAtOnceAndSaysSo()
    {
        List<string> ended = [];
        _signIns.Ended += ended.Add;
        _signIns.Touch("a", _time.GetUtcNow());
        _signIns.Touch("b", _time.GetUtcNow());

        _signIns.End("a");

        Assert.Equal(["a"], ended);
        Assert.False(_signIns.Touch("a", _time.GetUtcNow()));
        Assert.True(_signIns.IsGood("b"));
    }

    [Fact]
    public void SignIn_NeverSeen_IsNotGood()
    {
        Assert.False(_signIns.IsGood("a"));
    }
}
