using WebShell.Tests.Audit;
using WebShell.Tests.Benchmarks;
using WebShell.Tests.Benchmarks.Probing;
using WebShell.Tests.Benchmarks.Serving;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests;

/// <summary>What <c>dotnet WebShell.Tests.dll</c> does by itself; <c>dotnet test</c> never comes here.</summary>
internal static class EntryPoint
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["bench", .. var rest] => BenchCommand.RunAsync(rest),
        ["bench-host", .. var rest] => BenchHost.RunAsync(rest),
        ["vm-probe", var socket] => VmProbe.RunAsync(socket),
        ["sign-in-probe", var port, var hostKey, var login] => SignInProbe.RunAsync(port, hostKey, login),
        ["prompting-servers", var count] => PromptingServers.RunAsync(count),
        ["audit-days", var directory, var brokenAt] => SomeDays.RunAsync(directory, brokenAt),
        _ => RefuseAsync(),
    };

    private static async Task<int> RefuseAsync()
    {
        await Console.Error.WriteLineAsync("usage: WebShell.Tests.dll bench [quick] [NAME…] [--write] — the tests themselves run by 'dotnet test'");
        return 2;
    }
}
