using WebShell.App.Operations;
using WebShell.Core.Access.Rules;
using WebShell.Tests.Access.Rules;

namespace WebShell.Tests.Operations;

public sealed class RulesCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("webshell-rules-command-").FullName;

    [Fact]
    public async Task ExportAndApply_MakeTheRulesThoseOfTheFile_AndSayWhatIsDifferent()
    {
        var (code, exported, _) = await RunAsync("export");
        Assert.Equal(0, code);
        Assert.Equal(RuleBook.First.Id, Assert.Single(RuleFile.Read(exported, default).Rules).Id);
        var file = await FileOfAsync(RuleBook.First with { Logins = ["root"] }, SomeRules.Allow("web team"));

        Assert.Equal((0, "+ web-team: web team\n~ administrators-everywhere: as: * → root\nNothing was changed.\n"), await SaidAsync("apply", file, "--dry-run"));
        Assert.Equal((0, "+ web-team: web team\n~ administrators-everywhere: as: * → root\nApplied.\n"), await SaidAsync("apply", file, "--why", "from git"));
        Assert.Equal((0, "The rules are those of the file already.\n"), await SaidAsync("apply", file));
        Assert.Contains("web-team", (await RunAsync("export")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_AFileWithMistakes_ChangesNothing_AndNamesThem()
    {
        var file = Path.Combine(_data, "rules.yaml");
        await File.WriteAllTextAsync(file, "rules:\n- id: a\n  name: a\n");

        var (code, _, error) = await RunAsync("apply", file);

        Assert.Equal(1, code);
        Assert.Contains("rules: line 2: 'effect' is missing", error, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", error, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("apply", Path.Combine(_data, "nosuch"))).Code);
    }

    [Theory]
    [InlineData]
    [InlineData("remove")]
    [InlineData("apply")]
    [InlineData("apply", "--why")]
    public async Task Run_NotUnderstood_SaysHow(params string[] args) => Assert.Equal(2, (await RunAsync(args)).Code);

    [Fact]
    public async Task Run_AnotherCommand_IsNotMeant() => Assert.Null(await RulesCommand.RunAsync(["--port", "0"], TextWriter.Null, TextWriter.Null));

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);
    }

    private async Task<string> FileOfAsync(params AccessRule[] rules)
    {
        var file = Path.Combine(_data, "rules.yaml");
        await using var text = new StreamWriter(file);
        RuleExport.Write(rules, text);
        return file;
    }

    private async Task<(int? Code, string Said)> SaidAsync(params string[] args)
    {
        var (code, output, _) = await RunAsync(args);
        return (code, output);
    }

    private async Task<(int? Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await RulesCommand.RunAsync(["rules", .. args, "--data", Path.Combine(_data, "data"), "--environment", "Development"], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
