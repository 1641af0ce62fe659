using System.Diagnostics.Metrics;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebShell.App.Account;
using WebShell.App.Security;
using WebShell.Core.Access;

namespace WebShell.Tests.Account;

public sealed class CircuitSignInTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SignIns _signIns;

    public CircuitSignInTests()
    {
        _signIns = new SignIns(Options.Create(new SignInOptions()), _time);
    }

    [Fact]
    public async Task Page_WhoseUserSignsOutElsewhere_IsNobodysAtOnce()
    {
        using var circuit = Open("a");
        var current = new CurrentUser(circuit, _signIns, new PeopleSeen());
        Assert.Equal("ana", (await current.GetAsync(default))?.Id);

        _signIns.End("a");

        Assert.Null(await current.GetAsync(default));
        Assert.False(await IsSignedInAsync(circuit));
    }

    [Fact]
    public async Task Page_OfAnotherSignIn_IsLeftAlone()
    {
        using var circuit = Open("a");

        _signIns.End("b");

        Assert.True(await IsSignedInAsync(circuit));
    }

    [Fact]
    public async Task Page_OfAnIdleSignIn_IsNobodys()
    {
        using var circuit = Open("a");
        var current = new CurrentUser(circuit, _signIns, new PeopleSeen());

        _time.Advance(TimeSpan.FromMinutes(61));

        Assert.Null(await current.GetAsync(default));
        Assert.False(await IsSignedInAsync(circuit));
    }

    private CircuitSignIn Open(string signInId)
    {
        _signIns.Touch(signInId, _time.GetUtcNow());
        var circuit = new CircuitSignIn(_signIns, NoCircuit(), _time);
        ClaimsPrincipal user = PortalClaims.Principal(new PortalUser("ana", "Ana"), signInId, "test");
        circuit.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        return circuit;
    }

    private static CircuitWatch NoCircuit()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        return new CircuitWatch(new CircuitBook(Options.Create(new CircuitLimits()), new EdgeMetrics(services.GetRequiredService<IMeterFactory>())));
    }

    private static async Task<bool> IsSignedInAsync(AuthenticationStateProvider provider) =>
        (await provider.GetAuthenticationStateAsync()).User.Identity is { IsAuthenticated: true };
}
