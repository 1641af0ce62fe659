using WebShell.Core.Ssh.Libssh;

namespace WebShell.Tests.Ssh;

public sealed class SignInBannerTests
{
    private readonly SignInBanner _banner = new();

    [Theory]
    [InlineData("", "")]
    [InlineData("  \r\n \n", "")]
    [InlineData("Authorised use only.", "Authorised use only.\n")]
    [InlineData("one\r\n\r\ntwo\r\n", "one\n\ntwo\n")]
    [InlineData("\u001b[31mred\u001b[0m \u0007\u202Eevil\u0000", "[31mred[0m evil\n")]
    [InlineData("a\tb", "a    b\n")]
    public void Text_KeepsVisibleCharactersAndLineEnds(string said, string expected)
    {
        _banner.Add(said);

        Assert.Equal(expected, _banner.Text);
    }

    [Fact]
    public void Text_HasEachOnce_BecauseTheLastOneIsReadAfterEveryStep()
    {
        foreach (var said in new[] { "one", "one", "two", "two" })
        {
            _banner.Add(said);
        }

        Assert.Equal("one\ntwo\n", _banner.Text);
    }

    [Fact]
    public void Text_IsBounded_HoweverMuchIsSaid()
    {
        for (var i = 0; i < 100; i++)
        {
            _banner.Add(new string((char)('a' + (i % 26)), 200_000));
        }

        Assert.InRange(_banner.Text.Length, SignInBanner.MaxCharacters, SignInBanner.MaxCharacters + 2);
    }
}
