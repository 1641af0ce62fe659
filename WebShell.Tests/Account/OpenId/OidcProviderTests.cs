using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebShell.App.Account.OpenId;

namespace WebShell.Tests.Account.OpenId;

public sealed class OidcProviderTests : IAsyncLifetime
{
    private readonly SmallProvider _provider = new();
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(ProviderFault.Down, nameof(OidcFault.NoAnswer), "configuration: status 503")]
    [InlineData(ProviderFault.NoJson, nameof(OidcFault.BadAnswer), "configuration: cannot be read")]
    [InlineData(ProviderFault.Huge, nameof(OidcFault.NoAnswer), "configuration: too much")]
    [InlineData(ProviderFault.OtherIssuer, nameof(OidcFault.BadAnswer), "configuration: another issuer")]
    [InlineData(ProviderFault.PlainEndpoint, nameof(OidcFault.BadAnswer), "token endpoint: no https address")]
    public async Task Configuration_ThatIsNotRight_IsRefused_AndAskedForAnewNextTime(ProviderFault fault, string kind, string reason)
    {
        using var asking = New(Environments.Development);
        _provider.Fault = fault;

        var e = await Assert.ThrowsAsync<OidcException>(() => asking.ReadAsync(default));

        Assert.Equal((kind, reason), (e.Kind.ToString(), e.Reason));
        _provider.Fault = ProviderFault.None;
        Assert.Equal(_provider.Issuer, (await asking.ReadAsync(default)).Issuer);
    }

    [Fact]
    public async Task Configuration_IsKept_AndAskedForAgainAfterHalfADay()
    {
        using var asking = New(Environments.Development);
        var first = await asking.ReadAsync(default);
        _time.Advance(TimeSpan.FromHours(11));
        Assert.Same(first, await asking.ReadAsync(default));

        _time.Advance(TimeSpan.FromHours(2));

        Assert.NotSame(first, await asking.ReadAsync(default));
    }

    [Fact]
    public async Task Provider_WithoutHttps_OutsideDevelopment_IsNotAsked()
    {
        using var asking = New(Environments.Production);

        var e = await Assert.ThrowsAsync<OidcException>(() => asking.ReadAsync(default));

        Assert.Equal(("configuration: no https address", 0), (e.Reason, _provider.KeysAsked));
    }

    [Fact]
    public async Task Provider_ThatIsTooSlow_IsNoAnswer()
    {
        using var asking = New(Environments.Development, TimeSpan.FromSeconds(1));
        _provider.Fault = ProviderFault.Slow;

        var e = await Assert.ThrowsAsync<OidcException>(() => asking.ReadAsync(default));

        Assert.Equal((OidcFault.NoAnswer, "configuration: too slow"), (e.Kind, e.Reason));
    }

    [Fact]
    public async Task Provider_ThatIsNotThere_IsNoAnswer()
    {
        using var asking = New(Environments.Development);
        await _provider.DisposeAsync();

        var e = await Assert.ThrowsAsync<OidcException>(() => asking.ReadAsync(default));

        Assert.Equal((OidcFault.NoAnswer, "configuration: no answer"), (e.Kind, e.Reason));
    }

    public async Task InitializeAsync() => await _provider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    private OidcProvider New(string environment, TimeSpan? timeout = null) => new(
        Options.Create(new OidcOptions { Authority = _provider.Issuer, ClientId = SmallProvider.ClientId, Timeout = timeout ?? TimeSpan.FromSeconds(10) }), new HostingEnvironment { EnvironmentName = environment }, _time);
}
