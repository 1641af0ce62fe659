using Microsoft.Extensions.Options;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Formats.NetBox;
using WebShell.Core.Inventory.Import;
using WebShell.Tests.Inventory.Formats;

namespace WebShell.Tests.Editing;

/// <summary>What a source may be, and where on the portal's disk it may read.</summary>
public sealed class SourceRulesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("webshell-sources-").FullName;
    private readonly NetBoxClient _netBox = new();
    private readonly SourceReader _reader;
    private readonly SourceRules _rules;

    public SourceRulesTests()
    {
        var folders = new SourceFolders(Folder("lists"), Folder("tokens"));
        _reader = new SourceReader(Reading.Reader(), _netBox, folders, Options.Create(new InventoryOptions()));
        _rules = new SourceRules(_reader, folders);
    }

    [Theory]
    [InlineData("file", "fleet.yaml", null, null)]
    [InlineData("csv", "sub/fleet.csv", null, null)]
    [InlineData("csv", null, null, null)]
    [InlineData("netbox", "https://netbox.example.net/", "netbox", null)]
    [InlineData("netbox", "http://127.0.0.1:8080/", "netbox", null)]
    [InlineData("netbox", "http://netbox.example.net/", null, null)]
    [InlineData("excel", "fleet.xls", null, "kind: There is no such kind; there are file, yaml, netbox, ssh_config, ansible, csv.")]
    [InlineData("csv", "../secret.csv", null, "place: The file must lie in ROOT/lists, links followed.")]
    [InlineData("csv", "/etc/passwd", null, "place: The file must lie in ROOT/lists, links followed.")]
    [InlineData("csv", "out/passwd", null, "place: The file must lie in ROOT/lists, links followed.")]
    [InlineData("csv", "", null, "place: The file or address must have 1 to 2048 characters.")]
    [InlineData("csv", "https://fleet.example.net/machines.csv", null, "place: Only NetBox is read over HTTP; other lists are files or uploads.")]
    [InlineData("netbox", "https://me:pw@netbox.example.net/", null, "place: The address must not have a user or password in it; put the token into a file.")]
    [InlineData("netbox", "http://netbox.example.net/", "netbox", "place: Over http:// anybody on the way could read the token: use https://.")]
    [InlineData("netbox", "https://netbox.example.net/", "../lists/fleet.csv", "tokenFile: The token's file must lie in ROOT/tokens, links followed.")]
    [InlineData("csv", "fleet.csv", "netbox", "tokenFile: Only a source with an address has a token.")]
    public void Check_NamesWhatIsWrong(string kind, string? place, string? token, string? mistake)
    {
        File.CreateSymbolicLink(Path.Combine(_root, "lists", "out"), "/etc");
        var source = new MachineSource { Id = "s", Name = "fleet", Kind = kind, Place = place, TokenFile = token };

        Assert.Equal(mistake?.Replace("ROOT", _root, StringComparison.Ordinal), _rules.Check(source).Select(found => $"{found.Field}: {found.Sentence}").SingleOrDefault());
    }

    [Fact]
    public async Task Read_AFileOutside_IsRefused_ThoughItWasSaved()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "other.csv"), "name,address,logins\nweb-01,10.0.0.1,root\n");
        File.CreateSymbolicLink(Path.Combine(_root, "lists", "fleet.csv"), Path.Combine(_root, "other.csv"));
        var source = new MachineSource { Id = "s", Name = "fleet", Kind = "csv", Place = "fleet.csv" };

        Assert.StartsWith("The file must lie in", (await Assert.ThrowsAsync<InventoryException>(() => _reader.ReadAsync(source, default))).Message, StringComparison.Ordinal);
        Assert.Equal("The lists of this source are uploaded.", (await Assert.ThrowsAsync<InventoryException>(() => _reader.ReadAsync(source with { Place = null }, default))).Message);
    }

    [Fact]
    public async Task Read_LoginsOfTheSource_GoBeforeThoseOfTheConfiguration()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "lists", "fleet.csv"), "name,address\nweb-01,10.0.0.1\n");
        var source = new MachineSource { Id = "s", Name = "fleet", Kind = "file", Place = "fleet.csv", DefaultLogins = ["ops"] };

        var listing = await _reader.ReadAsync(source, default);

        Assert.Equal(("csv", "ops"), (listing.Format, Assert.Single(Assert.Single(listing.Machines).Logins!)));
        using var upload = File.OpenRead(Path.Combine(_root, "lists", "fleet.csv"));
        Assert.Single((await _reader.ReadUploadAsync(source with { Place = null }, "x.csv", upload, default)).Machines);
    }

    public void Dispose()
    {
        _netBox.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
}
