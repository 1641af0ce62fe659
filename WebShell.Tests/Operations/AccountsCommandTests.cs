using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using WebShell.App.Operations;

namespace WebShell.Tests.Operations;

public sealed class AccountsCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("webshell-accounts-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task ResetAdmin_WithoutAnyData_MakesTheFirst_AndEachTimeAnotherLink()
    {
        var (first, said) = await RunAsync("accounts", "reset-admin", "--data", _data, "--no-demo", "--port", "5090", "--environment", "Development");
        var (second, saidThen) = await RunAsync("accounts", "reset-admin", "carol", "--data", _data, "--no-demo", "--port", "5090", "--environment", "Development");

        Assert.Equal((0, 0), (first, second));
        Assert.Matches(@"\Aadmin is an administrator\.[^\n]*\nhttp://127\.0\.0\.1:5090/signin/invitation\?token=[\w-]{43}\n\z", said);
        Assert.StartsWith("carol is", saidThen, StringComparison.Ordinal);
        Assert.NotEqual(Regex.Match(said, "token=.*").Value, Regex.Match(saidThen, "token=.*").Value);
    }

    [Theory]
    [InlineData("accounts")]
    [InlineData("accounts", "what")]
    public async Task Command_ThatIsNone_SaysHow(params string[] args) => Assert.Equal(2, (await RunAsync(args)).Code);

    [Fact]
    public async Task ResetAdmin_OfANameThatMayNotBe_IsRefused() =>
        Assert.Equal(1, (await RunAsync("accounts", "reset-admin", "Root!", "--data", _data, "--no-demo", "--environment", "Development")).Code);

    [Fact]
    public async Task OtherArguments_AreNotItsBusiness() => Assert.Null((await RunAsync("--port", "0")).Code);

    private static async Task<(int? Code, string Said)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        return (await AccountsCommand.RunAsync(args, output, TextWriter.Null), output.ToString());
    }
}
