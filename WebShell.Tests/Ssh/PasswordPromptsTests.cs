using WebShell.Core.Shells;
using WebShell.Core.Ssh;

namespace WebShell.Tests.Ssh;

public sealed class PasswordPromptsTests
{
    [Theory]
    [InlineData("Password: ", true)]
    [InlineData("(deploy@db-01) Password: ", true)]
    [InlineData("deploy@db-01's password: ", true)]
    [InlineData("Password for deploy:", true)]
    [InlineData("Notice: this is production\nPassword: ", true)]
    [InlineData("One-time password (OATH) for `deploy': ", false)]
    [InlineData("New password: ", false)]
    [InlineData("Password + code: ", false)]
    [InlineData("Verification code: ", false)]
    [InlineData("Password: \nVerification code: ", false)]
    [InlineData("Passwort: ", false)]
    [InlineData("", false)]
    public void Prompt_Hidden_IsOneOnlyInPlainWords(string text, bool isOne) =>
        Assert.Equal(isOne, PasswordPrompts.IsOne([new SignInPrompt(text, IsShown: false)]));

    [Fact]
    public void Prompts_ShownOrSeveralOrNone_AreNone()
    {
        var hidden = new SignInPrompt("Password: ", IsShown: false);

        Assert.False(PasswordPrompts.IsOne([hidden with { IsShown = true }]));
        Assert.False(PasswordPrompts.IsOne([hidden, hidden]));
        Assert.False(PasswordPrompts.IsOne([]));
    }
}
