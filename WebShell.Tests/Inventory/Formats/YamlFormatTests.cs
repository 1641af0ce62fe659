using WebShell.Core.Inventory;

namespace WebShell.Tests.Inventory.Formats;

public sealed class YamlFormatTests
{
    [Fact]
    public void Read_EveryKey_IsTaken_AndWhatIsNotSaidIsNull()
    {
        const string Text = """
            machines:
              - name: web-01
                address: 10.0.0.1
                otherAddresses: [2001:db8::1, web-01.example.net]
                login: deploy
                jumps: [hop-a, hop-b]
                notes: |
                  Mind the *cache*.
                  Second line.
                links:
                  - { title: Dashboard, url: "https://grafana.example.net/d/1" }
                console: https://vcenter.example.net/vm/7
                hostKeyPolicy: PinnedOnly
              - { name: db-01, address: 10.0.0.2, login: postgres }
            """;

        var listing = Reading.Of("fleet.yaml", Text);

        Assert.Equal(("yaml", 0), (listing.Format, listing.Rejected.Count));
        var web = listing.Machines[0];
        Assert.Equal(("line 2", "https://vcenter.example.net/vm/7", "PinnedOnly"), (web.Place, web.ConsoleUrl, web.HostKeyPolicy));
        Assert.Equal(["2001:db8::1", "web-01.example.net"], web.OtherAddresses!);
        Assert.Equal(["hop-a", "hop-b"], web.Jumps!);
        Assert.Equal("Mind the *cache*.\nSecond line.\n", web.Notes);
        Assert.Equal([new MachineLink("Dashboard", "https://grafana.example.net/d/1")], web.Links!);
        var db = listing.Machines[1];
        Assert.Equal((null, null, null, null), (db.Port, db.Owner, db.Labels, db.AllowLoopback));
    }

    [Fact]
    public void Read_OneBadMachine_IsRejectedWithItsLines_AndTheRestGoOn()
    {
        const string Text = """
            machines:
              - { name: web-01, address: 10.0.0.1, login: deploy }
              - name: web-02
                address: 127.1
                login: deploy
                links: [ { title: x, url: "javascript:alert(1)" } ]
              - { name: WEB-01, address: 10.0.0.3, login: deploy }
              - { name: web-04, address: 10.0.0.4, login: deploy }
            """;

        var listing = Reading.Of("fleet.yaml", Text);

        Assert.Equal(["web-01", "web-04"], listing.Machines.Select(machine => machine.Name));
        Assert.Equal(["line 3", "line 7"], listing.Rejected.Select(rejection => rejection.Place));
        Assert.StartsWith("line 4: address '127.1' is neither", listing.Rejected[0].Reason, StringComparison.Ordinal);
        Assert.Contains("\nline 6: link: 'javascript:alert(1)'", listing.Rejected[0].Reason, StringComparison.Ordinal);
        Assert.Equal(("WEB-01", "WEB-01 is already listed in line 2."), (listing.Rejected[1].Name, listing.Rejected[1].Reason));
        Assert.Equal("line 7: WEB-01 is already listed in line 2.", Assert.Single(listing.Rejected[1].Mistakes));
    }

    [Fact]
    public void Read_AnUnknownKeyOfTheFile_TakesNothing() => Assert.Contains(
        "line 1: 'colour' is not a key of the file",
        Assert.Throws<InventoryException>(() => Reading.Of("a.yaml", "colour: red\nmachines: []", "yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_AsJson_IsTheSame() =>
        Assert.Equal("web-01", Assert.Single(Reading.Of("a.json", """{"machines":[{"name":"web-01","address":"10.0.0.1","logins":["root"]}]}""").Machines).Name);

    [Fact]
    public void Read_MoreMistakesThanAnyoneReads_TakesNothing() => Assert.StartsWith(
        "More than 10000 machines have mistakes",
        Assert.Throws<InventoryException>(() => Reading.Of("a.yaml", "machines:\n" + string.Concat(Enumerable.Repeat("- x\n", 10_001)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a\u0007b")]
    [InlineData("web\u202e10")]
    [InlineData("web\u200b-01")]
    public void Read_ANameThatCannotBeSeenWhole_IsRejectedWithoutShowingIt(string name)
    {
        var rejection = Assert.Single(Reading.Of("a.yaml", $"machines: [{{ name: \"{name}\", address: 10.0.0.1, login: root }}]").Rejected);

        Assert.Null(rejection.Name);
        Assert.Contains("\\u{", rejection.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ALabelOfTenKilobytes_IsRejectedShortly()
    {
        var rejection = Assert.Single(Reading.Of("a.yaml", $"machines: [{{ name: a, address: 10.0.0.1, login: root, labels: {{ env: {new string('x', 10_240)} }} }}]").Rejected);

        Assert.InRange(rejection.Reason.Length, 1, 300);
    }
}
