using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;

namespace WebShell.Tests.Inventory.Formats.SshConfig;

public sealed class IncludeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("includes").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Include_AGlob_ReadsTheFilesInTheOrderOfTheirNames()
    {
        Write("base/conf.d/20-b.conf", "Host b\n  Port 2\nHost *\n  User late");
        Write("base/conf.d/10-a.conf", "Host a\n  Port 1\n  User early");
        Write("base/conf.d/.hidden.conf", "Host hidden");
        Write("base/conf.d/notes.txt", "Host notes");
        Write("base/config", "Include conf.d/*.conf\nHost c\n  Port 3");

        var listing = await Read();

        Assert.Equal(
            [("a", 1, "early", "conf.d/10-a.conf, line 1"), ("b", 2, "late", "conf.d/20-b.conf, line 1"), ("c", 3, "late", "line 2")],
            listing.Machines.Select(machine => (machine.Name, machine.Port ?? 0, machine.Logins![0], machine.Place)));
    }

    [Fact]
    public async Task Include_UnderAHost_CountsForThatHostOnly()
    {
        Write("base/inner", "Port 7\nHost b\n  Port 8\nHost *\n  User inner");
        Write("base/config", "Host a\n  Include inner\n  HostName 10.0.0.1\nHost b c\nHost *\n  User outer");

        var listing = await Read();

        Assert.Equal(
            [("a", 7, "inner", "10.0.0.1"), ("b", 0, "outer", "b"), ("c", 0, "outer", "c")],
            listing.Machines.Select(machine => (machine.Name, machine.Port ?? 0, machine.Logins![0], machine.Address!)));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("conf.d/../../outside")]
    [InlineData("/etc/ssh/ssh_config")]
    [InlineData("~/.ssh/config")]
    [InlineData("${HOME}/x")]
    public async Task Include_OutsideTheFolder_IsNotRead_AndSaysSo(string pattern)
    {
        Write("outside", "Host secret");
        Write("base/config", $"Include {pattern}\nHost a\n  User root");

        var listing = await Read();

        Assert.Equal("a", Assert.Single(listing.Machines).Name);
        Assert.StartsWith($"Include {pattern} (line 1): ", Assert.Single(listing.Ignored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Include_ALinkThatLeadsOutside_IsNotRead()
    {
        Write("outside/secret.conf", "Host secret");
        Write("base/config", "Include *.conf linked/*\nHost a\n  User root");
        File.CreateSymbolicLink(Path.Combine(_folder, "base/link.conf"), Path.Combine(_folder, "outside/secret.conf"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "base/linked"), "../outside");

        Assert.Equal("a", Assert.Single((await Read()).Machines).Name);
    }

    [Fact]
    public async Task Include_ACircle_TakesNothing_AndNamesTheFiles()
    {
        Write("base/one", "Include two");
        Write("base/two", "Include one");
        Write("base/config", "Host a\nInclude one");

        Assert.Equal("two, line 1: the includes go in a circle", (await Failure()).Split(':')[0] + ": the includes go in a circle");
        Assert.Contains("config → one → two → one", await Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Include_TooDeep_TakesNothing()
    {
        for (var i = 0; i < 20; i++)
        {
            Write($"base/f{i}", $"Include f{i + 1}");
        }

        Write("base/config", "Include f0");

        Assert.Contains("more than 16 deep", await Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Include_ThatDoubles_EndsAtTheBound()
    {
        for (var i = 0; i < 14; i++)
        {
            Write($"base/f{i}", $"Include f{i + 1}\nInclude f{i + 1}");
        }

        Write("base/f14", "Host a\n  User root");
        Write("base/config", "Include f0");

        Assert.Contains("more than 1000", await Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Include_OfTheFileItself_IsACircle()
    {
        Write("base/config", "Host a\nInclude *");

        Assert.Contains("circle", await Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public void Include_InAnUpload_IsNotRead() => Assert.Equal(
        ["Include conf.d/* (line 1): only files on the portal's own disk can include others"], Reading.Of("config", "Include conf.d/*\nHost a", null, "root").Ignored);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private Task<Listing> Read() => Reading.Reader().ReadFileAsync(Path.Combine(_folder, "base/config"), null, [], CancellationToken.None);

    private async Task<string> Failure() => (await Assert.ThrowsAsync<InventoryException>(Read)).Message;
}
