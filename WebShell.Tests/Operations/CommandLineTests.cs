using Microsoft.Extensions.Options;
using WebShell.App.Operations;

namespace WebShell.Tests.Operations;

public sealed class CommandLineTests
{
    [Fact]
    public void Options_OfTheContract_BecomeKeys()
    {
        var settings = CommandLine.ToConfiguration(
            ["--port", "5081", "--data", "/srv/my data", "--no-demo", "--urls=http://[::1]:1", "--WebShell:Sessions:ShellsPerUser", "3"]);

        Assert.Equal(
            ["--urls=http://127.0.0.1:5081", "--WebShell:DataDirectory=/srv/my data", "--WebShell:Demo=false", "--urls=http://[::1]:1", "--WebShell:Sessions:ShellsPerUser=3"],
            settings);
    }

    [Fact]
    public void Mistakes_AreNamedAllAtOnce()
    {
        var failures = Assert.Throws<OptionsValidationException>(() =>
            CommandLine.ToConfiguration(["--port", "70000", "--prot=1", "stray", "--data"])).Failures.ToArray();

        Assert.Collection(
            failures,
            failure => Assert.Contains("'70000' is not a port", failure, StringComparison.Ordinal),
            failure => Assert.Contains("'--prot'", failure, StringComparison.Ordinal),
            failure => Assert.Contains("'stray'", failure, StringComparison.Ordinal),
            failure => Assert.Contains("'--data' needs a value", failure, StringComparison.Ordinal));
    }
}
