using WebShell.Core.Accounts;

namespace WebShell.Tests.Accounts;

public sealed class PasswordRulesTests
{
    private static readonly Core.Accounts.Account Ana = new() { Id = "1", Name = "ana-maria", DisplayName = "Ana Maria Berg", Email = "ana.maria@example.com", Stamp = "s" };

    [Theory]
    [InlineData("")]
    [InlineData("elevenchars")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("Password1234!")]
    [InlineData("123456789012")]
    [InlineData("abcdefghijklm")]
    [InlineData("ana-maria1234")]
    [InlineData("Ana Maria Berg!")]
    [InlineData("ana.maria@example.com")]
    [InlineData("tab\tin the middle")]
    [InlineData("2026-11-23 10:00!!")]
    public void Password_EverybodyTriesFirst_IsRefused(string password) => Assert.NotNull(PasswordRules.Check(password, Ana));

    // Not as data of a theory: the runner would make a whole character of it.
    [Fact]
    public void Password_WithHalfACharacter_IsRefused() => Assert.NotNull(PasswordRules.Check("half a pair of \uD83D", Ana));

    [Fact]
    public void Password_LongerThanTheBound_IsRefused() => Assert.NotNull(PasswordRules.Check(string.Concat(Enumerable.Repeat("otter ", 50)), Ana));

    [Theory]
    [InlineData("otter kayak violet")]
    [InlineData("ärger mit übermut")]
    [InlineData("🦦🛶🟣7 otters row")]
    [InlineData("xK4vqTz9w2Lm")]
    public void Password_NobodyGuesses_IsTaken(string password) => Assert.Null(PasswordRules.Check(password, Ana));
}
