using WebShell.Core.Inventory;

namespace WebShell.Tests.Inventory;

public sealed class YamlInventoryTests
{
    [Fact]
    public void Read_AWholeFile_GivesWhatItSays()
    {
        const string Text = """
            machines:
              - name: web-01
                address: 10.0.0.1
                port: 2222
                logins: [deploy, root]
                labels:
                  env: prod
                  rack: 7
                os: Debian 12
                owner: Team A
                credential: fleet
                allowLoopback: true
                algorithms: legacy
              - { name: db-01, address: db-01.example.net, login: postgres }
            """;

        var machines = YamlInventory.Read(Text, "fleet.yaml");

        Assert.Equal(2, machines.Count);
        var web = machines[0];
        Assert.Equal(
            ("web-01", "10.0.0.1", 2222, "Debian 12", "Team A", "fleet", true, "fleet.yaml"),
            (web.Name, web.Address, web.Port, web.OperatingSystem, web.Owner, web.Credential, web.AllowLoopback, web.Source));
        Assert.Equal(["deploy", "root"], web.Logins);
        Assert.True(web.AllowsLegacyAlgorithms);
        Assert.Equal(("prod", "7"), (web.Environment, web.Labels["rack"]));
        var db = machines[1];
        Assert.Equal((22, "", null, false), (db.Port, db.Owner, db.Credential, db.AllowLoopback));
        Assert.Equal(["postgres"], db.Logins);
        Assert.False(db.AllowsLegacyAlgorithms);
    }

    [Fact]
    public void Read_ManyMistakes_NamesAllWithTheirLines()
    {
        const string Text = """
            machines:
              - name: web_01
                adress: 10.0.0.1
                port: 70000
                logins: [root, "a b"]
                labels: { env: "" }
              - name: web-02
                address: 127.1
                port: ssh
              - just text
              - name: web-03
                address: 10.0.0.3
                login: root
                logins: [root]
                allowLoopback: yes
              - { name: web-04, address: 10.0.0.4, login: root }
              - { name: WEB-04, address: 10.0.0.5, login: root }
              - { name: web-06, address: 10.0.0.6, logins: [] }
              - { name: web-07, address: 10.0.0.7, logins: root, labels: [a], algorithms: ancient }
            colour: red
            """;

        var message = Assert.Throws<InventoryException>(() => YamlInventory.Read(Text, "x")).Message;

        string[] expected =
        [
            "line 20: 'colour' is not a key of the file; the keys are: machines.",
            "line 3: 'adress' is not a key of a machine; the keys are: name, address, port,",
            "line 2: name 'web_01' is not a host name",
            "line 2: 'address' is missing.",
            "line 4: port 70000 is not between 1 and 65535.",
            "line 5: login 'a b' is not a user name",
            "line 6: label value '' must have",
            "line 8: address '127.1' is neither",
            "line 9: port must be a number between 1 and 65535.",
            "line 7: a machine needs either 'login' or 'logins'.",
            "line 10: a machine must be a mapping",
            "line 11: a machine needs either 'login' or 'logins'.",
            "line 15: allowLoopback must be true or false.",
            "line 19: algorithms 'ancient' must be 'modern' or 'legacy'.",
            "line 17: WEB-04 is already listed in line 16.",
            "line 18: logins must list 1 to",
            "line 19: logins must be a list.",
            "line 19: labels must be a mapping",
        ];
        Assert.All(expected, mistake => Assert.Contains(mistake, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b")]
    [InlineData("machines:")]
    [InlineData("machines: 5")]
    [InlineData("machines: []\n---\nmachines: []")]
    public void Read_NotAListOfMachines_IsAMistake(string text) =>
        Assert.Throws<InventoryException>(() => YamlInventory.Read(text, "x"));

    [Theory]
    [InlineData("machines:\n  - name: [")]
    [InlineData("machines:\n\t- name: x")]
    [InlineData("machines:\n  - name: a\n    name: b")]
    public void Read_BrokenYaml_SaysWhereAndWhat(string text) =>
        Assert.Matches(@"\Aline [1-3]: \w.+", Assert.Throws<InventoryException>(() => YamlInventory.Read(text, "x")).Message);

    [Fact]
    public void Read_AHundredThousandLevels_IsAMistakeAndNotTheEnd() =>
        Assert.Contains("too many levels", Assert.Throws<InventoryException>(() => YamlInventory.Read(new string('[', 100_000), "x")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_AnEmptyList_IsNoMistake() => Assert.Empty(YamlInventory.Read("machines: []", "x"));

    [Fact]
    public void Read_ThousandsOfMistakes_NamesTheFirstAndCountsTheRest()
    {
        var text = "machines:\n" + string.Concat(Enumerable.Repeat("  - text\n", 150));

        var message = Assert.Throws<InventoryException>(() => YamlInventory.Read(text, "x")).Message;

        Assert.Equal(101, message.Split('\n').Length);
        Assert.EndsWith("… and 50 more.", message, StringComparison.Ordinal);
    }
}

