using System.Net;
using Microsoft.Extensions.Time.Testing;
using WebShell.App.Account;

namespace WebShell.Tests.Account;

public sealed class SignInAttemptsTests
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();
    private readonly SignInAttempts _attempts;

    public SignInAttemptsTests()
    {
        _attempts = new SignInAttempts(_time);
    }

    [Fact]
    public void Tries_OfOneNameFromOnePlace_AreFiveInFiveMinutes()
    {
        Assert.Equal(SignInAttempts.Limit, Enumerable.Range(0, 20).Count(_ => _attempts.TryOne(Home, "ana")));
        Assert.True(_attempts.TryOne(Home, "bob"));
        Assert.True(_attempts.TryOne(IPAddress.Parse("192.0.2.2"), "ana"));

        _time.Advance(SignInAttempts.Window - TimeSpan.FromSeconds(1));
        Assert.False(_attempts.TryOne(Home, "ana"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_attempts.TryOne(Home, "ana"));
    }

    [Fact]
    public void Tries_OfManyNamesFromOnePlace_AreFifty()
    {
        Assert.Equal(SignInAttempts.AddressLimit, Enumerable.Range(0, 200).Count(i => _attempts.TryOne(Home, $"p{i}")));
    }

    [Fact]
    public void Tries_ThatWereRight_DoNotCount()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.True(_attempts.TryOne(Home, "ana"));
            _attempts.WasRight(Home, "ana");
        }
    }

    [Fact]
    public void Tries_FromOneNetworkOfIpv6_AreOfOnePlace()
    {
        Assert.Equal(SignInAttempts.Limit, Enumerable.Range(1, 20).Count(i => _attempts.TryOne(IPAddress.Parse($"2001:db8::{i}"), "ana")));
        Assert.True(_attempts.TryOne(IPAddress.Parse("2001:db8:0:1::1"), "ana"));
        Assert.Equal(SignInAttempts.Limit, Enumerable.Range(0, 20).Count(i => _attempts.TryOne(i % 2 == 0 ? Home : Home.MapToIPv6(), "eva")));
    }

    [Fact]
    public void Tries_WithoutAnAddress_AreOfOnePlace() => Assert.Equal(SignInAttempts.Limit, Enumerable.Range(0, 20).Count(_ => _attempts.TryOne(null, "ana")));

    [Fact]
    public async Task Tries_AllAtOnce_AreCountedBeforeTheyAreLookedAt()
    {
        var let = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => _attempts.TryOne(Home, "ana"))));

        Assert.Equal(SignInAttempts.Limit, let.Count(isLet => isLet));
    }
}
