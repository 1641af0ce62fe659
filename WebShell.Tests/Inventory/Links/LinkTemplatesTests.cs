using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Links;

namespace WebShell.Tests.Inventory.Links;

public sealed class LinkTemplatesTests
{
    private static readonly Vm Web = Machines.Named("web-01", ("env", "prod"), ("team", "Shop & Co/1"), ("site", "fra1")) with { Slug = "web-old", Address = "2001:db8::1", OperatingSystem = "Debian 12" };

    [Theory]
    [InlineData("https://grafana.example/d/host?var-host={name}", "https://grafana.example/d/host?var-host=web-01")]
    [InlineData("https://logs.example/{slug}?a={address}", "https://logs.example/web-old?a=2001%3Adb8%3A%3A1")]
    [InlineData("https://wiki.example/{label.team}", "https://wiki.example/Shop%20%26%20Co%2F1")]
    [InlineData("http://{label.site}.example/{NAME}/{name}", "http://fra1.example/web-01/web-01")]
    [InlineData("https://wiki.example/{label.rack}", null)]
    [InlineData("https://{label.team}.example/", null)]
    public void For_TheMachinesFacts_AreEscaped_AndOneThatLacksThemHasNoLink(string url, string? expected) =>
        Assert.Equal(expected, Links(new() { Title = "Page", Url = url }).SingleOrDefault()?.Url);

    [Theory]
    [InlineData("", true)]
    [InlineData("env:prod", true)]
    [InlineData("env:prod site:fra*", true)]
    [InlineData("env:staging", false)]
    [InlineData("-env:prod", false)]
    [InlineData("env:* -site:ams2", true)]
    [InlineData("rack:*", false)]
    [InlineData("os:debian*", true)]
    [InlineData("label.os:debian*", false)]
    [InlineData("team:\"shop & co/1\"", true)]
    public void For_OnlyTheMachinesThatAreMeant(string where, bool isMeant) =>
        Assert.Equal(isMeant, Links(new() { Title = "Page", Url = "https://example.com/", Where = where }).Count == 1);

    [Fact]
    public void Rules_EveryMistakeOfEveryTemplate_IsNamed()
    {
        var mistakes = Mistakes(
            ("0:Title", "Fine"), ("0:Url", "https://example.com/{name}"),
            ("1:Url", "javascript:alert('{name}')"), ("1:Where", "web is:online env:prod"),
            ("2:Title", "Braces"), ("2:Url", "https://example.com/{nam}/{label.9}/{"),
            ("3:Title", "Misspelt"), ("3:Url", "https://example.com/"), ("3:Wher", "env:prod"),
            ("4:Title", "Scheme"), ("4:Url", "{label.scheme}://example.com/"));

        string[] expected =
        [
            "WebShell:Inventory:LinkTemplates:1: Title is missing.",
            "WebShell:Inventory:LinkTemplates:1: Url 'javascript:alert('{name}')' is not an address",
            "WebShell:Inventory:LinkTemplates:1: Where has 'web', 'is:online'",
            "WebShell:Inventory:LinkTemplates:2: Url has '{nam}', '{label.9}'",
            "WebShell:Inventory:LinkTemplates:2: Url 'https://example.com/{nam}/{label.9}/{' has a brace",
            "WebShell:Inventory:LinkTemplates:4: Url '{label.scheme}://example.com/' is not an address",
            "WebShell:Inventory:LinkTemplates:3:Wher is not a key",
        ];
        Assert.Equal(expected.Length, mistakes.Length);
        Assert.All(expected.Zip(mistakes), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    private static IReadOnlyList<MachineLink> Links(LinkTemplateOptions template) => new LinkTemplates(Options.Create(new InventoryOptions { LinkTemplates = [template] })).For(Web);

    private static string[] Mistakes(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"WebShell:Inventory:LinkTemplates:{setting.Key}", (string?)setting.Value))).Build();
        return [.. new LinkTemplateRules(configuration).Validate(null, configuration.GetSection(InventoryOptions.Section).Get<InventoryOptions>()!).Failures ?? []];
    }
}
