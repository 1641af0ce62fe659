using System.Net;
using Microsoft.Extensions.Options;
using WebShell.App;
using WebShell.App.Account.Proxy;
using WebShell.App.Security;

namespace WebShell.Tests.Security;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("10.0.0.5", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.5", "6.6.6.6, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.5", "6.6.6.6, 203.0.113.7, 10.0.1.9", "203.0.113.7")]
    [InlineData("::ffff:10.0.0.5", "203.0.113.7:5000", "203.0.113.7")]
    [InlineData("10.0.0.5", "[2001:db8::7]:443", "2001:db8::7")]
    [InlineData("10.0.0.5", "2001:db8::7", "2001:db8::7")]
    [InlineData("10.0.0.5", "unknown", "10.0.0.5")]
    [InlineData("10.0.0.5", "203.0.113.7, <b>", "10.0.0.5")]
    [InlineData("10.0.0.5", "", "10.0.0.5")]
    [InlineData("10.0.0.5", "10.0.1.1, 10.0.1.2", "10.0.1.1")]
    [InlineData("10.0.0.6", "203.0.113.7", "10.0.0.6")]
    [InlineData("127.0.0.1", "203.0.113.7", "127.0.0.1")]
    [InlineData("::1", "203.0.113.7", "::1")]
    public void Client_IsTheLastAddressThatNoTrustedProxyHas(string peer, string forwarded, string client) =>
        Assert.Equal(IPAddress.Parse(client), New("10.0.0.5", "10.0.1.0/24").ClientOf(IPAddress.Parse(peer), [forwarded]));

    [Fact]
    public void Header_InSeveralLines_IsOneList() =>
        Assert.Equal(IPAddress.Parse("203.0.113.7"), New("10.0.0.5").ClientOf(IPAddress.Parse("10.0.0.5"), ["6.6.6.6", "203.0.113.7"]));

    [Fact]
    public void PeerWithoutAnAddress_IsTrustedOnlyWhereThatIsSaid()
    {
        Assert.False(New("10.0.0.5", "127.0.0.1").Contains(null));
        Assert.True(New(TrustedProxies.Unix).Contains(null));
        Assert.False(New(TrustedProxies.Unix).Contains(IPAddress.Loopback));
    }

    [Theory]
    [InlineData("10")]
    [InlineData("10.0.0.5/33")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("*")]
    [InlineData("proxy.example.com")]
    [InlineData("")]
    public void Entry_ThatIsNoNetwork_OrEverybody_IsNone(string entry) => Assert.Null(TrustedProxies.NetworkOf(entry));

    [Fact]
    public void HeaderSignIn_WithoutTrustedProxies_OrWithoutAHeadersName_StopsTheStart()
    {
        var rules = new ProxySignInOptionsRules(Options.Create(new PortalOptions()));

        Assert.True(rules.Validate(null, new ProxySignInOptions()).Succeeded);
        Assert.Contains("WebShell:TrustedProxies", Assert.Single(rules.Validate(null, new ProxySignInOptions { Header = "X-Remote-User" }).Failures!), StringComparison.Ordinal);
        Assert.Equal(2, rules.Validate(null, new ProxySignInOptions { Header = "X Remote" }).Failures!.Count());
    }

    private static TrustedProxies New(params string[] proxies)
    {
        var options = new PortalOptions();
        foreach (var proxy in proxies)
        {
            options.TrustedProxies.Add(proxy);
        }

        return new TrustedProxies(Options.Create(options));
    }
}
