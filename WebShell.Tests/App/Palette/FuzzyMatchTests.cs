using WebShell.App.Palette;

namespace WebShell.Tests.App.Palette;

public sealed class FuzzyMatchTests
{
    [Theory]
    [InlineData("web-01", "wb1", "w.b..1")]
    [InlineData("web-01", "WEB", "web...")]
    [InlineData("db-fra1-web", "web", "........web")]
    [InlineData("web-01", "1b", null)]
    [InlineData("web-01", "web-011", null)]
    [InlineData("web-01", "", "......")]
    public void Of_WhatWasTyped_MarksItInItsOrder(string text, string typed, string? marked)
    {
        var match = FuzzyMatch.Of(text, typed);

        Assert.Equal(marked, match is { } found ? string.Concat(text.Select((letter, i) => found.IsMarked(i) ? letter : '.')).PadRight(marked!.Length, '.')[..marked.Length] : null);
    }

    [Theory]
    [InlineData("web", "web", "web-01")]
    [InlineData("web", "web-01", "fra-web-01")]
    [InlineData("web", "fra-web-01", "fra-cobweb")]
    [InlineData("wb1", "web-01", "wombat-cluster-b-291")]
    [InlineData("fw", "fra1-web", "flawed")]
    public void Of_TwoTexts_TheBetterOneHasMore(string typed, string better, string worse) =>
        Assert.True(FuzzyMatch.Of(better, typed)!.Value.Score > FuzzyMatch.Of(worse, typed)!.Value.Score);

    [Fact]
    public void Of_ALongText_IsMarkedAsFarAsMarksGo()
    {
        var match = FuzzyMatch.Of(new string('a', 70) + "b", "ab");

        Assert.True(match!.Value is var found && !found.IsMarked(69) && !found.IsMarked(70));
    }
}
