using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebShell.App.Account;
using WebShell.App.Security;
using WebShell.Core.Access;
using WebShell.Tests.Accounts;

namespace WebShell.Tests.Account;

public sealed class CircuitSignInTests : IAsyncLifetime
{
    private readonly AccountBench _bench = new();
    private readonly SignIns _signIns;
    private Core.Accounts.Account _ana = null!;

    public CircuitSignInTests()
    {
        _signIns = new SignIns(Options.Create(new SignInOptions()), _bench.Book, _bench.Time);
    }

    [Fact]
    public async Task Page_WhoseUserSignsOutElsewhere_IsNobodysAtOnce()
    {
        using var circuit = Open("a");
        var current = new CurrentUser(circuit, _signIns, _bench.Book);
        Assert.Equal("ana", (await current.GetAsync(default))?.Name);

        _signIns.End("a");

        Assert.Null(await current.GetAsync(default));
        Assert.False(await IsSignedInAsync(circuit));
    }

    [Fact]
    public async Task Page_OfAnotherSignIn_IsLeftAlone()
    {
        using var circuit = Open("a");
        using var other = Open("b");

        _signIns.End("b");

        Assert.True(await IsSignedInAsync(circuit));
        Assert.False(await IsSignedInAsync(other));
    }

    [Fact]
    public async Task Page_OfAnIdleSignIn_IsNobodys()
    {
        using var circuit = Open("a");
        var current = new CurrentUser(circuit, _signIns, _bench.Book);

        _bench.Time.Advance(TimeSpan.FromMinutes(61));

        Assert.Null(await current.GetAsync(default));
        Assert.False(await IsSignedInAsync(circuit));
    }

    [Fact]
    public async Task Page_OfAnAccountThatIsDisabled_IsNobodysAtOnce()
    {
        using var circuit = Open("a");

        await _bench.As(_bench.Now.Named("admin")).SetDisabledAsync(_ana, true, default);

        Assert.False(await IsSignedInAsync(circuit));
        Assert.Null(await new CurrentUser(circuit, _signIns, _bench.Book).GetAsync(default));
    }

    [Fact]
    public async Task Page_WhoseUserJoinsAGroup_KnowsItAtTheNextAct()
    {
        using var circuit = Open("a");
        var current = new CurrentUser(circuit, _signIns, _bench.Book);
        Assert.Empty((await current.GetAsync(default))!.Groups);

        await _bench.As(_bench.Now.Named("admin")).SaveGroupAsync(null, "dba", [_ana.Id], default);

        Assert.Equal(["dba"], (await current.GetAsync(default))!.Groups);
        Assert.True(await IsSignedInAsync(circuit));
    }

    [Fact]
    public async Task Page_OfAnotherRole_HasToSignInAgain()
    {
        using var circuit = Open("a");

        await _bench.As(_bench.Now.Named("admin")).ChangeAsync(_ana, AccountBench.Person("ana", PortalRole.Administrator), default);

        Assert.False(await IsSignedInAsync(circuit));
    }

    public async Task InitializeAsync() => (_ana, _) = await (await _bench.StartAsync()).AddAsync(AccountBench.Person("ana"), default);

    public Task DisposeAsync()
    {
        _signIns.Dispose();
        _bench.Dispose();
        return Task.CompletedTask;
    }

    private CircuitSignIn Open(string signInId)
    {
        var ticket = new PortalTicket(_ana.Id, signInId, _ana.Stamp, _bench.Time.GetUtcNow());
        _signIns.Touch(ticket, from: null, browser: null);
        var circuit = new CircuitSignIn(_signIns, NoCircuit(), _bench.Time);
        circuit.SetAuthenticationState(Task.FromResult(new AuthenticationState(PortalClaims.Principal(ticket, "ana", "test"))));
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
