using WebShell.Core.Inventory;

namespace WebShell.Tests.Inventory.Formats;

public sealed class CsvFormatTests
{
    [Fact]
    public void Read_ColumnsInAnyOrder_GivesWhatTheySay()
    {
        const string Text = """"
            label:env,Address,NAME,Logins,Label:rack,labels,port,os,other addresses,Serial,links
            prod,10.0.0.1,web-01,"deploy, root",7,"role=web; note=""a; b""",2222,"Debian, 12",2001:db8::1 10.0.0.9,XY1,"Dash board https://g.example/1
            Wiki https://w.example"
            ,db-01.example.net,db-01,postgres,,,,,,,
            """";

        var listing = Reading.Of("fleet.csv", Text);

        Assert.Empty(listing.Rejected);
        Assert.Equal(["the column 'Serial'"], listing.Ignored);
        var web = listing.Machines[0];
        Assert.Equal(("web-01", "10.0.0.1", 2222, "Debian, 12", "row 2"), (web.Name, web.Address, web.Port, web.OperatingSystem, web.Place));
        Assert.Equal(["deploy", "root"], web.Logins!);
        Assert.Equal(["2001:db8::1", "10.0.0.9"], web.OtherAddresses!);
        Assert.Equal(("prod", "7", "web", "a; b"), (web.Labels!["env"], web.Labels["rack"], web.Labels["role"], web.Labels["note"]));
        Assert.Equal([new MachineLink("Dash board", "https://g.example/1"), new MachineLink("Wiki", "https://w.example")], web.Links!);
        var db = listing.Machines[1];
        Assert.Equal(("db-01", null, null, null), (db.Name, db.Port, db.Labels, db.OperatingSystem));
    }

    [Theory]
    [InlineData("name;address;login\nweb-01;10.0.0.1;root")]
    [InlineData("name\taddress\tuser\nweb-01\t10.0.0.1\troot")]
    [InlineData("\"Name\",\"IP\",\"Login\"\r\n\"web-01\",\"10.0.0.1\",\"root\"\r\n")]
    [InlineData("\n\nname,address,login\n")]
    public void Read_AsSpreadsheetsWriteIt_IsUnderstoodOrNamed(string text)
    {
        if (text.StartsWith('\n'))
        {
            Assert.Contains("there is no column 'name'", Assert.Throws<InventoryException>(() => Reading.Of("a.csv", text)).Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(("web-01", "root"), Reading.Of("a.txt", text).Machines.Select(machine => (machine.Name, machine.Logins![0])).Single());
    }

    [Fact]
    public void Read_BadRows_AreRejectedWithTheirRowNumbersAndAllTheirMistakes()
    {
        const string Text = """
            name,address,login,port,labels
            web-01,10.0.0.1,root,22,

            web_02,127.1,a b,ssh,nonsense
            web-01,10.0.0.3,root,,
            web-04,10.0.0.4,root,70000,
            web-05,,,,
            web-06,10.0.0.6,root,,
            """;

        var listing = Reading.Of("fleet.csv", Text);

        Assert.Equal(["web-01", "web-06"], listing.Machines.Select(machine => machine.Name));
        Assert.Equal(["row 4", "row 5", "row 6", "row 7"], listing.Rejected.Select(rejection => rejection.Place));
        string[] first = ["name 'web_02'", "address '127.1'", "port must be a number", "labels must look like"];
        Assert.All(first, mistake => Assert.Contains(mistake, listing.Rejected[0].Reason, StringComparison.Ordinal));
        Assert.Equal("web-01 is already listed in row 2.", listing.Rejected[1].Reason);
        Assert.StartsWith("port 70000", listing.Rejected[2].Reason, StringComparison.Ordinal);
        Assert.Contains("'address' is missing.", listing.Rejected[3].Reason, StringComparison.Ordinal);
        Assert.Contains("it has no login", listing.Rejected[3].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoLoginInTheRow_TakesTheConfiguredOnes() =>
        Assert.Equal(["ops", "root"], Assert.Single(Reading.Of("a.csv", "name,address\nweb-01,10.0.0.1", null, "ops", "root").Machines).Logins!);

    [Theory]
    [InlineData("address,login\n10.0.0.1,root", "row 1: there is no column 'name'.")]
    [InlineData("name,address,ip\na,10.0.0.1,b", "row 1: there are two columns for 'address'.")]
    [InlineData("name,address,label:1\na,10.0.0.1,b", "row 1: label '1' is not a key")]
    [InlineData("name,address,label:a,label:a\na,10.0.0.1,b", "row 1: there are two columns for the label 'a'.")]
    [InlineData("", "row 1: there is no column 'name'.")]
    public void Read_AFirstRowThatCannotBe_TakesNothing(string text, string mistake) =>
        Assert.Contains(mistake, Assert.Throws<InventoryException>(() => Reading.Of("a.csv", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_AQuoteThatIsNeverClosed_IsNamedWithItsRow() => Assert.StartsWith(
        "row 3 is longer than 256 KiB: a quote",
        Assert.Throws<InventoryException>(() => Reading.Of("a.csv", "name,address,login\nb,10.0.0.2,root\na,\"10.0.0.1,root\n" + new string('x', 300_000))).Message,
        StringComparison.Ordinal);
}
