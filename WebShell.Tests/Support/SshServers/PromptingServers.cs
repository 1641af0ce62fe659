using System.Globalization;
using WebShell.Core.Shells;

namespace WebShell.Tests.Support.SshServers;

/// <summary>A process of its own with servers that ask for a password and a code, for the pictures (docs/screenshots); prints their ports in one line and ends with its input.</summary>
internal static class PromptingServers
{
    private const string Instruction = "Two-factor sign-in for the database hosts.\nCodes change every 30 s.";
    private static readonly IReadOnlyList<SignInPrompt> Round = [new("Password: ", IsShown: false), new("Verification code: ", IsShown: true)];

    public static async Task<int> RunAsync(string count)
    {
        var servers = new List<PromptingServer>();
        for (var i = 0; i < int.Parse(count, CultureInfo.InvariantCulture); i++)
        {
            var server = new PromptingServer([Round]) { RoundName = "", Instruction = _ => Instruction };
            await server.StartAsync();
            servers.Add(server);
        }

        Console.WriteLine(string.Join(' ', servers.Select(server => server.Port)));
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
