using System.Diagnostics;
using System.Text;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Generating;

namespace WebShell.Tests.Inventory.Formats;

/// <summary>Whatever the text is, a format gives a listing whose machines are valid, or says in an <see cref="InventoryException"/> what is wrong. The seeds are fixed.</summary>
public sealed class FuzzTests
{
    private const int Texts = 400;

    private static readonly string[] Pieces =
    [
        "\n", "\r\n", " ", "\t", "  - ", ": ", "{", "}", "[", "]", "\"", "'", "&a ", "*a", "!!str ", "|\n", "? ", "---\n", "#", "\\", "%h", "=", ",", ";", "[1:9]", "[a:z]", "\0", "\u202e", "\ud800", "😀",
        "machines:", "name: a", "address: 10.0.0.1", "login: root", "logins: [a]", "labels:", "Host *", "Host a b", "Host !c", "HostName x", "Port 22", "ProxyJump a,b", "Include *", "Match all", "User r",
        "[g]", "[g:vars]", "[g:children]", "all:", "hosts:", "children:", "vars:", "ansible_host=1", "ansible_port=2", "\"_meta\":", "name,address,login", "label:x", "a,10.0.0.1,root", "-1", "9999999999",
    ];

    [Theory]
    [InlineData("yaml")]
    [InlineData("csv")]
    [InlineData("ssh_config")]
    [InlineData("ansible")]
    public void Read_PiecesInAnyOrder_GivesAListingOrSaysWhatIsWrong(string format)
    {
        var random = new Random(20261122);
        for (var i = 0; i < Texts; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(1, 80); length > 0; length--)
            {
                text.Append(Pieces[random.Next(Pieces.Length)]);
            }

            Check(format, text.ToString(), i);
        }
    }

    [Theory]
    [InlineData("yaml")]
    [InlineData("csv")]
    [InlineData("ssh_config")]
    [InlineData("ansible")]
    public void Read_AGoodFileWithHarmDone_GivesAListingOrSaysWhatIsWrong(string format)
    {
        var random = new Random(7);
        var good = Good(format);
        for (var i = 0; i < Texts; i++)
        {
            var text = new StringBuilder(good);
            for (var harm = random.Next(1, 6); harm > 0; harm--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)),
                    1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                    _ => text.Insert(at, text.ToString(at, Math.Min(200, text.Length - at))),
                };
            }

            Check(format, text.ToString(), i);
        }
    }

    private static void Check(string format, string text, int number)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var listing = Reading.Of("file", text, format, "root");
            Assert.Empty(listing.Machines.SelectMany(machine => VmValidation.Check(ListedMachineRules.ToVm(machine, ""))));
            Assert.All(listing.Rejected, rejection => Assert.NotEmpty(rejection.Reason));
        }
        catch (InventoryException e)
        {
            Assert.NotEmpty(e.Message);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"text {number} of {format}: {e}\n{text}");
        }

        // A text of a few kilobytes that takes this long hangs.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), $"text {number} of {format} took too long:\n{text}");
    }

    private static string Good(string format)
    {
        var machines = FleetGenerator.Machines(30);
        using var text = new StringWriter();
        switch (format)
        {
            case "yaml":
                YamlExport.Write(machines, text);
                return text.ToString();
            case "csv":
                CsvExport.Write(machines, text);
                return text.ToString();
            case "ssh_config":
                return string.Join('\n', machines.Select(vm => $"Host {vm.Name}\n  HostName {vm.Address}\n  ProxyJump {(vm.Jumps.Count > 0 ? "x@" + vm.Jumps[0] : "none")}")) + "\nHost *\n  User root\n";
            default:
                return "[web]\n" + string.Join('\n', machines.Select(vm => $"{vm.Name} ansible_host={vm.Address} note='a b'")) + "\n[all:children]\nweb\n[web:vars]\nenv=prod\n";
        }
    }
}
