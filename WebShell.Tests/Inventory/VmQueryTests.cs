using WebShell.Core.Inventory;

namespace WebShell.Tests.Inventory;

public sealed class VmQueryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("web db", "web|db")]
    [InlineData("env:prod role=web", "env→prod|role→web")]
    [InlineData("-site:ams2 -old", "-site→ams2|-old")]
    [InlineData("\"two words\" owner:\"Team A\"", "two words|owner→Team A")]
    [InlineData("-\"two words\"", "-two words")]
    [InlineData("\"env:prod\"", "env:prod")]
    [InlineData("\"not closed", "not closed")]
    [InlineData("env: :prod = -", "env:|:prod|=")]
    [InlineData("10.0.0.1:22 fe80::1 2001:db8::5", "10.0.0.1:22|fe80::1|2001:db8::5")]
    [InlineData("url:http://x", "url→http://x")]
    [InlineData("is:Favourite -is:online IS=offline", "is favourite|is offline|-is online")]
    [InlineData("\"is:online\" is:", "is:online|is:")]
    public void Parse_WhatPeopleType_IsReadAsMeant(string text, string expected)
    {
        var query = VmQuery.Parse(text);

        Assert.Equal(
            expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            Shown(query).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length == 0, query.IsEmpty);
    }

    [Fact]
    public void Parse_AnyText_NeverFails()
    {
        var random = new Random(1);
        const string Alphabet = "ab -\":=\t\u0000\u202e€\ud83d";
        for (var i = 0; i < 5000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(0, 20)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);

            Assert.DoesNotContain("", VmQuery.Parse(text).Words);
        }
    }

    private static IEnumerable<string> Shown(VmQuery query) =>
    [
        .. query.Words,
        .. query.ExcludedWords.Select(word => "-" + word),
        .. query.Labels.Select(label => $"{label.Key}→{label.Value}"),
        .. query.ExcludedLabels.Select(label => $"-{label.Key}→{label.Value}"),
        .. query.States.Select(state => $"is {state}"),
        .. query.ExcludedStates.Select(state => $"-is {state}"),
    ];
}
