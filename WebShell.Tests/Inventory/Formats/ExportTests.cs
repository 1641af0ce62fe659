using CsvHelper;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Generating;

namespace WebShell.Tests.Inventory.Formats;

public sealed class ExportTests
{
    private static readonly Vm Odd = new()
    {
        Name = "odd-01",
        Address = "2001:db8::1",
        OtherAddresses = ["10.0.0.1", "odd.example.net"],
        Port = 2222,
        Logins = ["root", "svc$"],
        Jumps = ["hop-a", "hop-b"],
        OperatingSystem = "=cmd|' /C calc'!A0",
        Owner = "'quoted' \"twice\", and; more",
        Notes = "- a list\n- of two\n\n\ttab, \"quote\"  ",
        Links = [new MachineLink("Dash board", "https://g.example/d?host=a&b=1"), new MachineLink("@wiki", "http://w.example/")],
        ConsoleUrl = "https://c.example/",
        HostKeyPolicy = "PinnedOnly",
        Credential = "+key",
        AllowLoopback = true,
        AllowsLegacyAlgorithms = true,
        Labels = new Dictionary<string, string>
        {
            ["env"] = "prod",
            ["formula"] = "=1+1",
            ["plus"] = "+49 30",
            ["minus"] = "-1",
            ["at"] = "@SUM(A1)",
            ["apostrophe"] = "'=x",
            ["yes"] = "true",
            ["null"] = "null",
            ["number"] = "0x10",
            ["colon"] = "a: b # c",
            ["wide"] = "＝1",
            ["blank"] = " ",
        },
    };

    [Fact]
    public void Csv_ReadBack_GivesTheSameMachines()
    {
        Vm[] machines = [Odd, .. FleetGenerator.Machines(2_000)];

        var back = Reading.Of("export.csv", Written(machines, CsvExport.Write));

        AssertSame(machines, back);
    }

    [Fact]
    public void Yaml_ReadBack_GivesTheSameMachines()
    {
        Vm[] machines = [Odd, .. FleetGenerator.Machines(2_000)];

        var back = Reading.Of("export.yaml", Written(machines, YamlExport.Write));

        AssertSame(machines, back);
    }

    [Fact]
    public void Csv_MoreLabelsThanColumns_ShareOne()
    {
        var machines = Enumerable.Range(1, 150).Select(n => Machines.Named($"vm-{n}", ($"key-{n}", "a;\"b\" = c"))).ToArray();

        AssertSame(machines, Reading.Of("export.csv", Written(machines, CsvExport.Write)));
    }

    [Fact]
    public void Csv_NoCell_BeginsLikeAFormula()
    {
        using var reader = CsvReader.Create(new StringReader(Written([Odd], CsvExport.Write)), CsvReaderOptions.Default with { HasHeader = false }, leaveOpen: false);
        while (reader.Read())
        {
            Assert.All(Enumerable.Range(0, reader.FieldCount).Select(reader.GetString), cell => Assert.DoesNotMatch(@"\A[=+\-@\t\r\n＝＋－＠]", cell));
        }
    }

    [Fact]
    public void Exports_OfNoMachines_AreReadableAndEmpty()
    {
        Assert.Empty(Reading.Of("e.csv", Written([], CsvExport.Write)).Machines);
        Assert.Empty(Reading.Of("e.yaml", Written([], YamlExport.Write)).Machines);
    }

    private static void AssertSame(IReadOnlyCollection<Vm> machines, Listing back)
    {
        Assert.Empty(back.Rejected);
        Assert.Equal(machines.Select(Reading.Facts), back.Machines.Select(machine => Reading.Facts(ListedMachineRules.ToVm(machine, ""))));
    }

    private static string Written(IReadOnlyCollection<Vm> machines, Action<IReadOnlyCollection<Vm>, TextWriter> write)
    {
        using var text = new StringWriter();
        write(machines, text);
        return text.ToString();
    }
}
