using Microsoft.Extensions.Options;
using WebShell.App;

namespace WebShell.Tests.Operations;

public sealed class ConfigurationCheckTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("webshell-check-").FullName;

    [Fact]
    public void Build_EverythingInOrder_Succeeds()
    {
        Assert.Empty(Mistakes());
    }

    [Fact]
    public void Build_ManyMistakes_NamesEachOnce()
    {
        var mistakes = Mistakes(
            "--WebShell:Circuits:PerUser=many",
            "--WebShell:Circuits:PerNode=0",
            "--WebShell:Circuits:Colour=red",
            "--WebShell:SignIn:IdleLimit=soon",
            "--WebShell:Sessions:ShellsPerUser=0",
            "--WebShell:Seshions:ShellsPerUser=1",
            "--WebShell:Demo=maybe",
            "--WebShell:PublicOrigins:0=shell.example.com",
            "--WebShell:PublicOrigins:1=https://shell.example.com/path");

        string[] expected =
        [
            "WebShell:Circuits:PerUser: 'many' is not a whole number",
            "WebShell:Circuits:PerNode must be between 1 and 100000",
            "WebShell:Circuits:Colour is not a key",
            "WebShell:SignIn:IdleLimit: 'soon' is not a time span",
            "WebShell:Sessions:ShellsPerUser must be between 1 and 1000",
            "WebShell:Seshions is not a key",
            "WebShell:Demo: 'maybe' is not true or false",
            "'shell.example.com' is not an origin",
            "'https://shell.example.com/path' is not an origin",
        ];
        Assert.All(expected, text => Assert.Single(mistakes, mistake => mistake.Contains(text, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, mistakes.Length);
    }

    [Fact]
    public void Build_UnusableDataDirectory_SaysWhich()
    {
        var file = Path.Combine(_data, "file");
        File.WriteAllText(file, "");

        Assert.Contains(file, Assert.Single(Mistakes($"--data={file}/below")), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ProductionWithoutAnOrigin_IsRefused() =>
        Assert.Contains("WebShell:PublicOrigins", Assert.Single(Mistakes("--environment=Production")), StringComparison.Ordinal);

    [Fact]
    public void Build_ProductionWithAnyHost_IsRefused()
    {
        var failure = Assert.Throws<OptionsValidationException>(() =>
            Portal.Build(["--data", _data, "--environment", "Production"], builder => builder.Configuration["AllowedHosts"] = "*"));

        Assert.Contains(failure.Failures, mistake => mistake.StartsWith("AllowedHosts: '*'", StringComparison.Ordinal));
    }

    [Fact]
    public void DataDirectory_IsForItsOwnerOnly()
    {
        var data = Path.Combine(_data, "new");
        Assert.Empty(Mistakes($"--data={data}"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private string[] Mistakes(params string[] options)
    {
        try
        {
            using var app = Portal.Build(["--port=0", $"--data={_data}", "--no-demo", "--environment=Development", .. options]) as IDisposable;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }
}
