using WebShell.App.Inventory;
using WebShell.Core.Personal;

namespace WebShell.Tests.App.Inventory;

public sealed class MachineFilterTests
{
    [Theory]
    [InlineData("env:prod ", "", "env:prod")]
    [InlineData("web env:prod role=web x", "web x", "env:prod|role:web")]
    [InlineData("-site:ams2 db", "db", "-site:ams2")]
    [InlineData("is:Favourite -is:online web", "web", "is:favourite|-is:online")]
    [InlineData("env:prod", "env:prod", "")]
    [InlineData("fe80::1 ", "fe80::1 ", "")]
    [InlineData("owner:\"Team A\" ", "owner:\"Team A\" ", "")]
    public void WithTypedTags_WhileTyping_TakesOnlyLabelsTypedInFull(string typed, string text, string tags)
    {
        var filter = new MachineFilter(typed, []).WithTypedTags(atEnd: false);

        Assert.Equal((text, tags), (filter.Text, string.Join('|', filter.Tags)));
    }

    [Fact]
    public void WithTypedTags_AtTheEnd_TakesTheLastWordToo() =>
        Assert.Equal(["env:prod"], new MachineFilter("env:prod", []).WithTypedTags(atEnd: true).Tags);

    [Theory]
    [InlineData("a b", "env:prod|-site:ams2")]
    [InlineData("50% & more?", "k:v w")]
    [InlineData("", "")]
    public void Url_ReadBack_IsTheSameFilter(string text, string tags)
    {
        var filter = new MachineFilter(text, tags.Split('|', StringSplitOptions.RemoveEmptyEntries));

        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(filter.Url);
        var back = MachineFilter.FromUrl(query.GetValueOrDefault("q"), [.. query.GetValueOrDefault("tag").OfType<string>()]);

        Assert.Equal((filter.Text, string.Join('|', filter.Tags)), (back.Text, string.Join('|', back.Tags)));
    }

    [Fact]
    public void FromUrl_TooMuchOrNonsense_IsBounded()
    {
        var filter = MachineFilter.FromUrl(new string('x', 10_000), [.. Enumerable.Range(0, 100).Select(i => $"k{i}:v"), "nolabel", ":", null!, ""]);

        Assert.Equal(MachineFilter.MaxTextLength, filter.Text.Length);
        Assert.Equal(MachineFilter.MaxTags, filter.Tags.Count);
    }

    [Fact]
    public void Query_TagsAndText_AreOneQuestion()
    {
        var query = new MachineFilter("web -old", ["env:prod", "-site:ams2"]).Query;

        Assert.Equal(["web"], query.Words);
        Assert.Equal(["old"], query.ExcludedWords);
        Assert.Equal(KeyValuePair.Create("env", "prod"), Assert.Single(query.Labels));
        Assert.Equal(KeyValuePair.Create("site", "ams2"), Assert.Single(query.ExcludedLabels));
    }

    [Fact]
    public void View_MadeOfAFilter_IsThatFilterAgain()
    {
        var filter = new MachineFilter("web", ["env:prod", "-is:mine", "owner:Team A"]) { Sort = MachineSort.Parse("-os"), Group = ["env", "role"], Columns = MachineColumn.ParseList("name,label.role") };

        var view = new SavedView
        {
            Id = Guid.NewGuid(),
            OwnerId = "ann",
            Name = "Web",
            Query = filter.QueryText,
            Sort = filter.Sort.ToString(),
            Group = MachineFilter.GroupText(filter.Group),
            Columns = MachineColumn.ListOf(filter.Columns!),
        };

        Assert.Equal("env:prod -is:mine owner:\"Team A\" web", filter.QueryText);
        Assert.True(MachineFilter.Of(view).IsSameAs(filter));
        Assert.False(MachineFilter.Of(view with { Group = "" }).IsSameAs(filter));
        Assert.Equal(KeyValuePair.Create("owner", "Team A"), MachineFilter.Of(view).Query.Labels[^1]);
        Assert.Equal("mine", Assert.Single(filter.Query.ExcludedStates));
    }

    [Theory]
    [InlineData("none", "none")]
    [InlineData("", "")]
    [InlineData("env,role,site", "env,role")]
    [InlineData("os,no key,<b>", "os")]
    public void Group_InTheUrl_IsAtMostTwoNames(string text, string expected) =>
        Assert.Equal(expected, MachineFilter.GroupText(MachineFilter.FromUrl("", [], group: text).Group));

    [Theory]
    [InlineData("os,nonsense,os", "name,os")]
    [InlineData("label.role,name", "label.role,name")]
    public void Columns_InTheUrl_AreKnownOnesWithTheName(string text, string expected) =>
        Assert.Equal(expected, MachineColumn.ListOf(MachineFilter.FromUrl("", [], columns: text).Columns!));
}
