using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;

namespace WebShell.Tests.Inventory.Formats.Ansible;

public sealed class AnsibleFormatTests
{
    private const string Ini = """
        # the fleet
        mail.example.net ansible_host=192.0.2.20 ansible_user=postmaster

        [web]
        web[01:03].example.net  http_port=80   # three of them
        192.0.2.42:2222 ansible_user=root

        [db]
        db-[a:b] ansible_host="10.0.0.5" db_password=hunter2 note='two words'

        [prod:children]
        web
        db

        [web:vars]
        tier=2
        ansible_user = deploy

        [prod:vars]
        tier=1
        env="prod"
        motd={{ lookup('file', 'x') }}

        [all:vars]
        ansible_user=ops
        ansible_ssh_common_args='-o StrictHostKeyChecking=no -o ProxyJump=hop@bastion.example.net:2022'
        """;

    private const string Yaml = """
        all:
          vars:
            ansible_user: ops
          hosts:
            mail.example.net: { ansible_host: 192.0.2.20, ansible_user: postmaster }
          children:
            prod:
              vars: { tier: 1, env: prod }
              children:
                web:
                  vars: { tier: 2, ansible_user: deploy }
                  hosts:
                    web[01:03].example.net:
                      http_port: 80
                      secret: !vault |
                        $ANSIBLE_VAULT;1.1;AES256
                        6231
                db:
                  hosts:
                    db-a: { ansible_host: 10.0.0.5, ansible_port: 2222, disks: [a, b] }
        """;

    private const string Json = """
        {
          "_meta": { "hostvars": { "web01.example.net": { "ansible_host": "10.0.0.1", "http_port": 80, "ansible_user": "deploy" }, "db-a": { "ansible_user": "root" } } },
          "all": { "children": ["ungrouped", "prod"] },
          "prod": { "children": ["web", "db"], "vars": { "env": "prod" } },
          "web": { "hosts": ["web01.example.net"] },
          "db": ["db-a"]
        }
        """;

    [Fact]
    public void Read_Ini_GroupsAndVariablesBecomeLabels()
    {
        var listing = Reading.Of("hosts", Ini);

        Assert.Equal(("ansible", 0), (listing.Format, listing.Rejected.Count));
        Assert.Equal(
            ["mail.example.net", "web01.example.net", "web02.example.net", "web03.example.net", "192.0.2.42", "db-a", "db-b", "bastion.example.net"],
            listing.Machines.Select(machine => machine.Name));
        var mail = listing.Machines[0];
        Assert.Equal(("192.0.2.20", "postmaster", null, "line 2"), (mail.Address, mail.Logins![0], mail.Labels, mail.Place));
        var web = listing.Machines[1];
        Assert.Equal(("web01.example.net", "deploy", "bastion.example.net", "group [web], line 5"), (web.Address, web.Logins![0], web.Jumps![0], web.Place));
        Assert.Equal("env=prod group=web group/prod=yes group/web=yes http_port=80 tier=2", Labels(web));
        Assert.Equal((2222, "root"), (listing.Machines[4].Port, listing.Machines[4].Logins![0]));
        Assert.Equal("env=prod group=db group/db=yes group/prod=yes note=two words tier=1", Labels(listing.Machines[5]));
        var bastion = listing.Machines[^1];
        Assert.Equal(("bastion.example.net", 2022, "hop", null), (bastion.Address, bastion.Port, bastion.Logins![0], bastion.Jumps));
        Assert.Contains("db_password (line 9 and 1 more)", listing.Ignored);
        Assert.DoesNotContain(listing.Machines, machine => Labels(machine).Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_Yaml_GivesTheSameKindOfMachines()
    {
        var listing = Reading.Of("inventory.yml", Yaml);

        Assert.Empty(listing.Rejected);
        Assert.Equal(["mail.example.net", "web01.example.net", "web02.example.net", "web03.example.net", "db-a"], listing.Machines.Select(machine => machine.Name));
        Assert.Equal("env=prod group=web group/prod=yes group/web=yes http_port=80 tier=2", Labels(listing.Machines[1]));
        Assert.Equal(("10.0.0.5", 2222, "ops", "line 20"), (listing.Machines[4].Address, listing.Machines[4].Port, listing.Machines[4].Logins![0], listing.Machines[4].Place));
        Assert.Contains("secret (line 15 and 2 more)", listing.Ignored);
    }

    [Fact]
    public void Read_WhatListPrints_GivesTheSameKindOfMachines()
    {
        var listing = Reading.Of("list.json", Json);

        Assert.Equal(("ansible", 0), (listing.Format, listing.Rejected.Count));
        Assert.Equal(("10.0.0.1", "deploy", "host web01.example.net"), (listing.Machines[0].Address, listing.Machines[0].Logins![0], listing.Machines[0].Place));
        Assert.Equal("env=prod group=web group/prod=yes group/web=yes http_port=80", Labels(listing.Machines[0]));
        Assert.Equal("env=prod group=db group/db=yes group/prod=yes", Labels(listing.Machines[1]));
    }

    [Theory]
    [InlineData("n[1:3]", "n1 n2 n3")]
    [InlineData("n[08:11]x", "n08x n09x n10x n11x")]
    [InlineData("n[0:10:5]", "n0 n5 n10")]
    [InlineData("n-[a:c]", "n-a n-b n-c")]
    [InlineData("n[1:2]-[a:b]", "n1-a n1-b n2-a n2-b")]
    [InlineData("plain", "plain")]
    public void Read_ARange_MeansItsNames(string pattern, string names) =>
        Assert.Equal(names, string.Join(' ', Reading.Of("hosts", $"[g]\n{pattern}", "ansible", "root").Machines.Select(machine => machine.Name)));

    [Theory]
    [InlineData("[g]\nn[3:1]", "line 2: the range '[3:1]' goes backwards.")]
    [InlineData("[g]\nn[1:999999999]", "line 2: the range means more than")]
    [InlineData("[g]\nn[1:999]-[1:999]", "line 2: the range means more than")]
    [InlineData("[g]\nn[1:3:0]", "line 2: the range '[1:3:0]' has no step.")]
    [InlineData("[g:nonsense]\nn", "line 1: '[g:nonsense]' is neither")]
    [InlineData("[g:vars]\nn", "line 2: a variable must look like name=value.")]
    [InlineData("[g]\nn port", "line 2: 'port' must look like name=value.")]
    [InlineData("[a:children]\nb\n[b:children]\na", "The groups contain each other in a circle; a, b are in it or below it.")]
    [InlineData("{ \"all\": ", "line 1: this is not JSON")]
    public void Read_AnInventoryThatCannotBe_TakesNothing(string text, string mistake) =>
        Assert.StartsWith(mistake, Assert.Throws<InventoryException>(() => Reading.Of("hosts", text, "ansible", "root")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_HostsThatCannotBe_AreRejected_AndThoseNotOverSshIgnored()
    {
        var listing = Reading.Of("hosts", "[g]\nweb_1\nok\nw ansible_connection=winrm\nt ansible_host='{{ x }}'\np ansible_port=ssh\nlocalhost\n", "ansible", "root");

        Assert.Equal("ok", Assert.Single(listing.Machines).Name);
        Assert.Equal(["group [g], line 2", "group [g], line 5", "group [g], line 6"], listing.Rejected.Select(rejection => rejection.Place));
        Assert.Contains("w, which is not reached over SSH (group [g], line 4)", listing.Ignored);
        Assert.Contains(listing.Ignored, text => text.StartsWith("localhost", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a: &a\n  children:\n    b: *a\n")]
    [InlineData("a:\n  hosts:\n    ? [x, y]\n    : 1\n")]
    public void Read_YamlThatContainsItselfOrHasKeysOfManyValues_IsAMistakeAndNotTheEnd(string text) =>
        Assert.StartsWith("line ", Assert.Throws<InventoryException>(() => Reading.Of("a.yml", text, "ansible", "root")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_AliasesThatMultiply_EndAtTheBound()
    {
        var text = "a0: &a0 { hosts: { h: {} } }\n" + string.Concat(Enumerable.Range(1, 14).Select(n =>
            $"a{n}: &a{n} {{ children: {{ {string.Join(", ", Enumerable.Range(0, 10).Select(i => $"c{n}_{i}: *a{n - 1}"))} }} }}\n"));

        Assert.Contains("more than an inventory has", Assert.Throws<InventoryException>(() => Reading.Of("a.yml", text, "ansible", "root")).Message, StringComparison.Ordinal);
    }

    private static string Labels(ListedMachine machine) =>
        string.Join(' ', (machine.Labels ?? new Dictionary<string, string>()).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));
}
