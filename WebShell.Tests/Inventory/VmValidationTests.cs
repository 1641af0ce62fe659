using WebShell.Core.Inventory;

namespace WebShell.Tests.Inventory;

public sealed class VmValidationTests
{
    [Theory]
    [InlineData("web-01", true)]
    [InlineData("web-01.example.net", true)]
    [InlineData("7", true)]
    [InlineData("", false)]
    [InlineData("-web", false)]
    [InlineData("web-", false)]
    [InlineData("web..net", false)]
    [InlineData("web_01", false)]
    [InlineData("web/01", false)]
    [InlineData("web 01", false)]
    [InlineData("web-01\n", false)]
    [InlineData("wéb", false)]
    public void Name_IsAHostName(string name, bool isGood) => Assert.Equal(isGood, VmValidation.Name(name) is null);

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("web-01.example.net", true)]
    [InlineData("127.1", false)]
    [InlineData("0", false)]
    [InlineData("2130706433", false)]
    [InlineData("0x7f.1", false)]
    [InlineData("web.0x7f", false)]
    [InlineData("10.0.0.256", false)]
    [InlineData("010.0.0.1", false)]
    [InlineData("[::1]", false)]
    [InlineData("fe80::1%eth0", false)]
    [InlineData("evil@10.0.0.1", false)]
    [InlineData("web-01:22", false)]
    [InlineData("", false)]
    public void Address_IsALiteralOrAHostName(string address, bool isGood) => Assert.Equal(isGood, VmValidation.Address(address) is null);

    [Theory]
    [InlineData("root", true)]
    [InlineData("_svc", true)]
    [InlineData("ann@corp.example", true)]
    [InlineData("host$", true)]
    [InlineData("-oProxyCommand=x", false)]
    [InlineData("a b", false)]
    [InlineData("a;b", false)]
    [InlineData("root\n", false)]
    [InlineData("", false)]
    public void Login_IsAUserName(string login, bool isGood) => Assert.Equal(isGood, VmValidation.Login(login) is null);

    [Theory]
    [InlineData("prod", true)]
    [InlineData("Zürich 1", true)]
    [InlineData("", false)]
    [InlineData("a\u001b[31m", false)]
    [InlineData("a\u202eb", false)]
    [InlineData("a\u2066b", false)]
    [InlineData("a\ud800b", false)]
    public void LabelValue_HasNothingThatActsOnTheScreen(string value, bool isGood) => Assert.Equal(isGood, VmValidation.LabelValue(value) is null);

    [Fact]
    public void LabelKey_TooLong_IsRefused()
    {
        Assert.Null(VmValidation.LabelKey(new string('k', VmValidation.MaxLabelKeyLength)));
        Assert.NotNull(VmValidation.LabelKey(new string('k', VmValidation.MaxLabelKeyLength + 1)));
        Assert.NotNull(VmValidation.LabelKey("1st"));
        Assert.NotNull(VmValidation.LabelValue(new string('v', VmValidation.MaxLabelValueLength + 1)));
    }

    [Theory]
    [InlineData("https://wiki.example/web-01?tab=1", true)]
    [InlineData("http://[2001:db8::1]:8006/#v1", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//wiki.example", false)]
    [InlineData("https://", false)]
    [InlineData("https://bank.example@evil.example/", false)]
    [InlineData("https://wiki.example/a b", false)]
    [InlineData("https://wiki.example/\u202e", false)]
    [InlineData("", false)]
    public void Url_IsAWebPage(string url, bool isGood) => Assert.Equal(isGood, VmValidation.Url("console", url) is null);

    [Fact]
    public void Notes_HaveLines_AndAtMost16KiB()
    {
        Assert.Null(VmValidation.Notes("# Rebuilt\n\tby Ana\r\n" + new string('x', 16_000)));
        Assert.NotNull(VmValidation.Notes(new string('ü', VmValidation.MaxNotesBytes / 2 + 1)));
        Assert.NotNull(VmValidation.Notes("a\u001bb"));
        Assert.NotNull(VmValidation.Notes("a\u202eb"));
    }

    [Fact]
    public void Check_NamesEveryMistakeOfTheFurtherFacts()
    {
        var vm = Machines.Named("web-01") with
        {
            Slug = "a b",
            OtherAddresses = ["127.1"],
            Notes = "\u0000",
            Links = [new("", "https://a.example"), new("wiki", "ftp://a.example")],
            ConsoleUrl = "x",
            HostKeyPolicy = "none",
        };

        Assert.Equal(7, VmValidation.Check(vm).Count);
        Assert.Empty(VmValidation.Check(vm with { Slug = "web-1", OtherAddresses = ["10.0.0.2", "web-01.example"], Notes = "", Links = [new("wiki", "https://a.example")], ConsoleUrl = "https://a.example", HostKeyPolicy = "PinnedOnly" }));
    }

    [Fact]
    public void Mistakes_ShowHostileTextHarmlessly()
    {
        var mistake = VmValidation.Name("a\u001b\u202e" + new string('x', 1000));

        Assert.Contains("'a\\u{1b}\\u{202e}xxx", mistake, StringComparison.Ordinal);
        Assert.InRange(mistake!.Length, 1, 250);
    }

    [Fact]
    public void Check_NamesEveryMistakeOfAMachine()
    {
        var vm = new Vm
        {
            Name = "-",
            Address = "a b",
            Port = 0,
            Logins = [],
            Labels = new Dictionary<string, string> { ["1"] = "" },
            OperatingSystem = "\u0000",
            Owner = "\u0000",
            Credential = "",
        };

        Assert.Equal(9, VmValidation.Check(vm).Count);
        Assert.Empty(VmValidation.Check(Machines.Named("web-01", ("env", "prod"))));
    }
}
