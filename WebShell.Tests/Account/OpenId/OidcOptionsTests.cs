using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using WebShell.App.Account;
using WebShell.App.Account.OpenId;
using WebShell.App.Account.Proxy;
using WebShell.Core.Accounts;

namespace WebShell.Tests.Account.OpenId;

public sealed class OidcOptionsTests
{
    [Fact]
    public void Options_ThatAreRight_AreTaken() => Assert.Empty(Mistakes(Good()));

    [Fact]
    public void Options_ThatAreNotSet_AreTaken() => Assert.Empty(Mistakes(new OidcOptions()));

    [Theory]
    [InlineData("http://login.example.com")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("https://me:secret@login.example.com")]
    [InlineData("https://login.example.com/?x=1")]
    [InlineData("login.example.com")]
    [InlineData("")]
    public void Authority_ThatIsNoHttpsAddress_StopsTheStart(string authority)
    {
        var options = Good();
        options.Authority = authority;

        Assert.Contains("is not the https address of a provider", Assert.Single(Mistakes(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void Authority_OnLoopback_MayBePlain_InDevelopment()
    {
        var options = Good();
        options.Authority = "http://127.0.0.1:5000";

        Assert.Empty(Mistakes(options, Environments.Development));
    }

    [Fact]
    public void Mistakes_AreAllNamed()
    {
        var options = Good();
        (options.ClientId, options.ClientSecretFile, options.NewPeople) = (" ", "/does/not/exist", Provisioning.Groups);
        options.Scopes.Add("two scopes");
        options.Groups.Add(new GroupMapping { From = "", To = "administrators" });

        Assert.Equal(
            ["ClientId", "ClientSecretFile", "Scopes", "AllowedGroups", "Groups", "Groups"],
            Mistakes(options).Select(mistake => mistake["WebShell:SignIn:Oidc:".Length..mistake.IndexOf(": ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Client_WithoutAuthority_AndEmptyVariable_StopTheStart()
    {
        var options = Good();
        options.ClientSecretVariable = "WEBSHELL_TESTS_HAVE_NO_SUCH_VARIABLE";

        Assert.Contains("the environment has no WEBSHELL_TESTS_HAVE_NO_SUCH_VARIABLE", Assert.Single(Mistakes(options)), StringComparison.Ordinal);
        Assert.Contains("Authority", Assert.Single(Mistakes(new OidcOptions { ClientId = "x" })), StringComparison.Ordinal);
    }

    [Fact]
    public void LocalSignIn_CannotBeSwitchedOff_WhileThereIsNothingElse()
    {
        var options = new SignInOptions { Local = false };

        Assert.True(new SignInOptionsRules(Options.Create(new OidcOptions()), Options.Create(new ProxySignInOptions())).Validate(null, options).Failed);
        Assert.True(new SignInOptionsRules(Options.Create(Good()), Options.Create(new ProxySignInOptions())).Validate(null, options).Succeeded);
    }

    private static OidcOptions Good() => new() { Authority = "https://login.example.com/realms/ops", ClientId = "webshell" };

    private static IEnumerable<string> Mistakes(OidcOptions options, string environment = "Production") =>
        new OidcOptionsRules(new HostingEnvironment { EnvironmentName = environment }).Validate(null, options).Failures ?? [];
}
