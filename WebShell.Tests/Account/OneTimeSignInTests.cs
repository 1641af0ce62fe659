using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using WebShell.App.Account;
using WebShell.Tests.Accounts;

namespace WebShell.Tests.Account;

public sealed class OneTimeSignInTests : IDisposable
{
    private static readonly Uri Origin = new("http://127.0.0.1:5080");
    private readonly AccountBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public void Redeem_RightTokenInTime_IsGoodOnce(string environment)
    {
        var signIn = In(environment);

        Assert.True(signIn.TryRedeem(TokenOf(signIn)));
        Assert.False(signIn.TryRedeem(TokenOf(signIn)));
    }

    [Fact]
    public void Redeem_AfterItsLife_IsNotGood()
    {
        var signIn = In(Environments.Development);
        _bench.Time.Advance(OneTimeSignIn.Life);

        Assert.False(signIn.TryRedeem(TokenOf(signIn)));
    }

    [Fact]
    public void Redeem_WrongToken_LeavesTheRightOneGood()
    {
        var signIn = In(Environments.Development);

        Assert.False(signIn.TryRedeem(TokenOf(signIn) + "x"));
        Assert.False(signIn.TryRedeem(""));
        Assert.True(signIn.TryRedeem(TokenOf(signIn)));
    }

    [Fact]
    public async Task Redeem_ByManyAtOnce_SucceedsForOne()
    {
        var signIn = In(Environments.Development);
        var token = TokenOf(signIn);

        var redeemed = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => signIn.TryRedeem(token))));

        Assert.Single(redeemed, isGood => isGood);
    }

    [Fact]
    public void Link_OfEachStart_IsAnother()
    {
        Assert.NotEqual(TokenOf(In(Environments.Development)), TokenOf(In(Environments.Development)));
        Assert.True(TokenOf(In(Environments.Development)).Length >= 43);
    }

    [Fact]
    public async Task OutsideDevelopment_WithAnAdministrator_ThereIsNoSuchLink()
    {
        var signIn = In(Environments.Production);
        var token = TokenOf(signIn);
        await _bench.First.FindOrMakeAsync(default);

        Assert.Equal(Origin.ToString(), signIn.LinkUnder(Origin));
        Assert.False(signIn.TryRedeem(token));
    }

    private static string TokenOf(OneTimeSignIn signIn) => signIn.LinkUnder(Origin).Split("token=")[1];

    private OneTimeSignIn In(string environment) => new(new HostingEnvironment { EnvironmentName = environment }, _bench.Book, _bench.Time);
}
