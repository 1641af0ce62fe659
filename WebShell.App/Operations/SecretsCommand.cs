using WebShell.Core.Credentials.Keys;
using WebShell.Core.Storage;

namespace WebShell.App.Operations;

/// <summary><c>secrets rewrap</c> and <c>secrets forget-lost</c>, with the portal's own options behind: what is done about the keys of stored secrets, instead of starting the portal.</summary>
internal static class SecretsCommand
{
    /// <summary>The exit code, or null where something else is meant. 1: something is left to do, or it could not begin.</summary>
    public static async Task<int?> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (args is not ["secrets", ..])
        {
            return null;
        }

        if (args is not [_, "rewrap" or "forget-lost", ..])
        {
            await error.WriteLineAsync("usage: secrets rewrap|forget-lost [the portal's options]");
            return 2;
        }

        try
        {
            await using var app = Portal.Build(args[2..]);
            var upkeep = app.Services.GetRequiredService<SecretUpkeep>();
            return args[1] == "rewrap" ? await RewrapAsync(upkeep, output) : await ForgetLostAsync(upkeep, output);
        }
        catch (Exception e) when (StartMistakes.Of(e) is { Count: > 0 } mistakes)
        {
            foreach (var mistake in mistakes)
            {
                await error.WriteLineAsync($"WebShell cannot do this: {mistake}");
            }

            return 1;
        }
    }

    private static async Task<int> RewrapAsync(SecretUpkeep upkeep, TextWriter output)
    {
        var results = await upkeep.RewrapAsync(CancellationToken.None);
        foreach (var result in results)
        {
            await output.WriteLineAsync($"{result.Place}: {result.Rewrapped} wrapped anew, {result.Current} had the current key, {result.Unreadable.Count} do not open.");
            foreach (var row in result.Unreadable)
            {
                await output.WriteLineAsync($"  {row}");
            }
        }

        var isWhole = results.All(result => result.Unreadable.Count == 0);
        await output.WriteLineAsync(isWhole ? "Former keys are not needed any more." : "Keep the former keys.");
        return isWhole ? 0 : 1;
    }

    private static async Task<int> ForgetLostAsync(SecretUpkeep upkeep, TextWriter output)
    {
        foreach (var result in await upkeep.ForgetLostAsync(CancellationToken.None))
        {
            await output.WriteLineAsync($"{result.Place}: {result.Unreadable.Count} taken away, whose key is lost; {result.Current} stay.");
        }

        return 0;
    }
}
