using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;

namespace WebShell.Tests.Inventory.Formats.SshConfig;

public sealed class SshConfigFormatTests
{
    [Fact]
    public void Read_AConfigurationAsPeopleWriteIt_GivesItsHosts()
    {
        const string Text = """
            # ~/.ssh/config of the operations team
            AddKeysToAgent yes

            Host bastion bastion.example.net
                HostName 192.0.2.10
                User hop
                ProxyJump none

            Host web-??  # all web servers
                User deploy
                ForwardAgent no

            Host web-01 web-02
                HostName %h.prod.example.net
                IdentityFile ~/.ssh/prod

            Host db-01
                HostName=10.0.0.5
                Port = 2222
                User "postgres"
                LocalForward 5432 localhost:5432

            Host *.test !special.test
                Port 2022

            Host a.test
            Host special.test

            Match host db-* exec "test -f /tmp/x"
                User nobody
                Port 1

            Host *
                ProxyJump bastion
                User ops
                ServerAliveInterval 30
                IdentityFile ~/.ssh/id
            """;

        var listing = Reading.Of("config", Text);

        Assert.Empty(listing.Rejected);
        Assert.Equal(
            """
            bastion 192.0.2.10: hop@ through - (line 4)
            web-01 web-01.prod.example.net: deploy@ through bastion (line 13)
            web-02 web-02.prod.example.net: deploy@ through bastion (line 13)
            db-01 10.0.0.5:2222 postgres@ through bastion (line 17)
            a.test a.test:2022 ops@ through bastion (line 26)
            special.test special.test: ops@ through bastion (line 27)
            """.ReplaceLineEndings("\n"),
            string.Join('\n', listing.Machines.Select(Line)));
        Assert.Equal(
            [
                "Match host db-* exec test -f /tmp/x and what stands under it (line 29)",
                "addkeystoagent (line 2)", "forwardagent (line 11)", "identityfile (line 15 and 1 more)", "localforward (line 21)", "serveraliveinterval (line 36)",
            ],
            listing.Ignored.Where(text => !text.StartsWith("bastion.example.net", StringComparison.Ordinal)));
        Assert.Contains("bastion.example.net, another name of bastion (line 4)", listing.Ignored);
    }

    [Theory]
    [InlineData("Host a\nPort 1\nPort 2", 1)]
    [InlineData("Host a\nPort 1\nHost *\nPort 2", 1)]
    [InlineData("Host *\nPort 2\nHost a\nPort 1", 2)]
    [InlineData("Port 3\nHost a\nPort 1", 3)]
    [InlineData("Host b\nPort 1\nHost a", null)]
    [InlineData("Host * !a\nPort 1\nHost a", null)]
    [InlineData("Host !b\nPort 1\nHost a", null)]
    [InlineData("HOST A\nPORT 1\nHost a", 1)]
    [InlineData("host=a\nport=7", 7)]
    public void Read_SeveralValues_TheFirstOneThatMatchesCounts(string text, int? port) =>
        Assert.Equal(port, Reading.Of("config", text, null, "root").Machines.Single(machine => machine.Name is "a" or "A").Port);

    [Fact]
    public void Read_AWayOfSeveralMachines_IsToldToEachOfThem()
    {
        const string Text = """
            Host vault
                ProxyJump first,ops@second:2222
            Host second
                User root
            Host third
                ProxyJump first,second
            Host *
                User all
            """;

        var listing = Reading.Of("config", Text);

        Assert.Equal(
            """
            vault vault: all@ through second (line 1)
            second second:2222 root@ through first (line 3)
            third third: all@ through second (line 5)
            first first: all@ through - (line 2 (ProxyJump))
            """.ReplaceLineEndings("\n"),
            string.Join('\n', listing.Machines.Select(Line)));
        Assert.Equal(["the login or port of second in a ProxyJump (line 2): its own entry counts (line 3)"], listing.Ignored);
    }

    [Fact]
    public void Read_ACircleOfJumps_IsListed_ForTheInventoryToName()
    {
        var machines = Reading.Of("config", "Host a\nProxyJump b\nHost b\nProxyJump a\nHost c\nProxyJump c", null, "root").Machines;

        Assert.Equal(["b", "a", "-"], machines.Select(machine => machine.Jumps?[0] ?? "-"));
        var vms = machines.ToDictionary(machine => machine.Name, machine => ListedMachineRules.ToVm(machine, ""));
        Assert.Contains("circle", JumpRoute.To(vms["a"], "b", vms.GetValueOrDefault).Problem!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host a_b", "line 1: name 'a_b' is not a host name")]
    [InlineData("Host a\nHostName 127.1", "line 1: address '127.1' is neither")]
    [InlineData("Host a\nHostName %k.example", "line 1: HostName '%k.example' has a token")]
    [InlineData("Host a\nPort many", "line 1: port 0 is not between")]
    [InlineData("Host a\nProxyJump a,b,c,d,e,f,g", "line 1: ProxyJump 'a,b,c,d,e,f,g' (line 2) is not a way")]
    [InlineData("Host a\nProxyJump x@", "line 1: ProxyJump 'x@' (line 2) is not a way")]
    [InlineData("Host a\nUser \"a b\"", "line 1: login 'a b' is not a user name")]
    public void Read_AHostThatCannotBe_IsRejectedWithItsPlace(string text, string mistake)
    {
        var listing = Reading.Of("config", $"{text}\nHost good", null, "root");

        Assert.Equal("good", listing.Machines[^1].Name);
        Assert.StartsWith(mistake, Assert.Single(listing.Rejected).Mistakes.First(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NobodySaysWhichLogin_IsRejected() =>
        Assert.Contains("it has no login", Assert.Single(Reading.Of("config", "Host a").Rejected).Reason, StringComparison.Ordinal);

    [Fact]
    public void Read_AKeywordWithoutItsValue_TakesNothing() => Assert.Equal(
        "line 2: port needs a value.", Assert.Throws<InventoryException>(() => Reading.Of("config", "Host a\nPort")).Message);

    [Fact]
    public void Read_TenThousandHosts_WithDefaults_IsQuick()
    {
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(n => $"Host vm-{n}\n  HostName 10.0.{n / 250}.{1 + (n % 250)}\n")) + "Host vm-1* !vm-19*\n  Port 2222\nHost *\n  User root\n";

        var machines = Reading.Of("config", text).Machines;

        Assert.Equal((10_000, 2222, null), (machines.Count, machines[1001].Port, machines[1900].Port));
    }

    [Fact]
    public void Read_PatternsAndHostsWithoutMeasure_AreRefused()
    {
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(n => $"Host vm-{n} x{n}*\nPort 22\n"));

        Assert.Equal("There are too many patterns for so many hosts.", Assert.Throws<InventoryException>(() => Reading.Of("config", text, null, "root")).Message);
    }

    private static string Line(ListedMachine machine) =>
        $"{machine.Name} {machine.Address}:{machine.Port} {machine.Logins![0]}@ through {machine.Jumps?[0] ?? "-"} ({machine.Place})".Replace(":" + " ", ": ", StringComparison.Ordinal);
}
