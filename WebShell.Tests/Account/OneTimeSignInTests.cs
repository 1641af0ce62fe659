using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;
using WebShell.App.Account;

namespace WebShell.Tests.Account;

public sealed class OneTimeSignInTests
{
    private static readonly Uri Origin = new("http://127.0.0.1:5080");
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Redeem_RightTokenInTime_GivesTheAdministratorOnce()
    {
        var signIn = In(Environments.Development);

        Assert.True(signIn.Redeem(TokenOf(signIn))?.IsAdministrator);
        Assert.Null(signIn.Redeem(TokenOf(signIn)));
    }

    [Fact]
    public void Redeem_AfterItsLife_GivesNobody()
    {
        var signIn = In(Environments.Development);
        _time.Advance(OneTimeSignIn.Life);

        Assert.Null(signIn.Redeem(TokenOf(signIn)));
    }

    [Fact]
    public void Redeem_WrongToken_LeavesTheRightOneGood()
    {
        var signIn = In(Environments.Development);

        Assert.Null(signIn.Redeem(TokenOf(signIn) + "x"));
        Assert.Null(signIn.Redeem(""));
        Assert.NotNull(signIn.Redeem(TokenOf(signIn)));
    }

    [Fact]
    public async Task Redeem_ByManyAtOnce_SucceedsForOne()
    {
        var signIn = In(Environments.Development);
        var token = TokenOf(signIn);

        var users = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => signIn.Redeem(token))));

        Assert.Single(users, user => user is not null);
    }

    [Fact]
    public void Link_OfEachStart_IsAnother()
    {
        Assert.NotEqual(TokenOf(In(Environments.Development)), TokenOf(In(Environments.Development)));
        Assert.True(TokenOf(In(Environments.Development)).Length >= 43);
    }

    [Fact]
    public void Link_OutsideDevelopment_CarriesNoToken()
    {
        Assert.Equal(Origin.ToString(), In(Environments.Production).LinkUnder(Origin));
    }

    private static string TokenOf(OneTimeSignIn signIn) => signIn.LinkUnder(Origin).Split("token=")[1];

    private OneTimeSignIn In(string environment) => new(new HostingEnvironment { EnvironmentName = environment }, _time);
}
