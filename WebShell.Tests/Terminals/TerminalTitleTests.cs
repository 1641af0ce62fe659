using WebShell.App.Terminals;

namespace WebShell.Tests.Terminals;

public sealed class TerminalTitleTests
{
    [Theory]
    [InlineData("vim a.txt", "vim a.txt")]
    [InlineData(" a\u0007b\u001bc ", "abc")]
    [InlineData("safe\u202egnp.exe", "safegnp.exe")]
    [InlineData("a\u2066b\u2069\u200fc\u2028d", "abcd")]
    [InlineData("日本 🚀", "日本 🚀")]
    public void Clean_RemovesWhatCannotBeSeen(string title, string expected) => Assert.Equal(expected, TerminalTitle.Clean(title));

    [Fact]
    public void Clean_CutsWithoutTearingACharacter()
    {
        var clean = TerminalTitle.Clean(new string('x', 127) + "🚀");

        Assert.Equal(new string('x', 127) + "…", clean);
        Assert.Equal(TerminalTitle.MaxLength, clean.Length);
    }
}
