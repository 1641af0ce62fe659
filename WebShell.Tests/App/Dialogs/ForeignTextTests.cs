using WebShell.App.Dialogs;

namespace WebShell.Tests.App.Dialogs;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("web-01", "web-01")]
    [InlineData("a\u202Eb\u2066c\u200Fd", "abcd")]
    [InlineData("a\0\u001b[31mb\r\n\u0085\u2028c", "a[31mbc")]
    [InlineData("zero\u200Bwidth\uFEFF\u00AD", "zerowidth")]
    [InlineData("Grüße 東京 🚀", "Grüße 東京 🚀")]
    [InlineData(null, "")]
    public void Clean_Text_KeepsWhatIsSeenAndNothingElse(string? text, string clean) => Assert.Equal(clean, ForeignText.Clean(text));

    [Fact]
    public void Clean_BrokenSurrogate_BecomesTheReplacementCharacter() => Assert.Equal("a\uFFFDb", ForeignText.Clean("a\uD83Db"));

    [Fact]
    public void Clean_LongText_EndsAtTheBoundWithoutCuttingACharacter() => Assert.Equal("ab…", ForeignText.Clean("ab🚀cd", maxLength: 3));
}
