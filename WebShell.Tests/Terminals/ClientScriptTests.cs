using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WebShell.Tests.Terminals;

/// <summary>Runs the tests of the browser's part (client/test) with Node.js, so that one command runs all tests.</summary>
public sealed class ClientScriptTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task NodeTests_Pass()
    {
        using var node = Process.Start(new ProcessStartInfo("node", ["--test", "test/"])
        {
            WorkingDirectory = ClientFolder(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        await node.WaitForExitAsync(limit.Token);

        Assert.True(node.ExitCode == 0, await output + await errors);
        Assert.Matches(@"# pass [1-9]", await output);
    }

    private static string ClientFolder([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "WebShell.App", "client"));
}
