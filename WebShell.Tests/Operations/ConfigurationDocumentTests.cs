using System.Text.RegularExpressions;
using WebShell.App.Operations;
using WebShell.Core.Credentials;
using WebShell.Tests.Benchmarks;

namespace WebShell.Tests.Operations;

public sealed partial class ConfigurationDocumentTests
{
    [Fact]
    public async Task Document_ListsEveryKeyUnderItsSectionAndNoOther()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "configuration.md"));
        var documented = Section().Split(text).Skip(1).Chunk(2)
            .SelectMany(part => Key().Matches(part[1]).Select(row => $"{part[0]}:{row.Groups[1].Value}"));

        var files = typeof(CredentialFiles).GetProperties().Select(property => $"WebShell:Credentials:NAME:{property.Name}");

        Assert.Equal(ConfigurationCheck.Keys.Concat(files).Order(), documented.Order());
    }

    [GeneratedRegex(@"^## `([\w:]+)`$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Key();
}
