using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Editing;
using WebShell.Core.Storage;

namespace WebShell.App.Operations;

/// <summary>
/// <c>rules export</c> writes the access rules as YAML; <c>rules apply FILE [--dry-run] [--why TEXT]</c> makes them those of a file, and says
/// what is different. On the portal's database, whether the portal runs or not: one that runs follows within two seconds.
/// </summary>
internal static class RulesCommand
{
    private const string Usage = "usage: rules export [OPTIONS] | rules apply FILE [--dry-run] [--why TEXT] [OPTIONS], with the portal's own options, e.g. --data DIR";

    /// <summary>The exit code (0: done, 1: refused, 2: not understood), or null where something else is meant.</summary>
    public static async Task<int?> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (args is not ["rules", ..])
        {
            return null;
        }

        if (Order.Read(args[1..]) is not { } order)
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            await using var app = Portal.Build([.. order.Options]);
            await app.Services.PrepareStorageAsync(CancellationToken.None);
            var book = app.Services.GetRequiredService<RuleBook>();
            await book.StartAsync(CancellationToken.None);
            return order.File is { } file
                ? await ApplyAsync(order, await File.ReadAllTextAsync(file), book, app.Services.GetRequiredService<RuleWriter>(), output, error)
                : Export(book, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || StartMistakes.Of(e).Count > 0)
        {
            foreach (var mistake in StartMistakes.Of(e) is { Count: > 0 } mistakes ? mistakes : [e.Message])
            {
                await error.WriteLineAsync($"rules: {mistake}");
            }

            return 1;
        }
    }

    private static int Export(RuleBook book, TextWriter output)
    {
        RuleExport.Write(book.Stored.Plain, output);
        output.Flush();
        return 0;
    }

    private static async Task<int> ApplyAsync(Order order, string text, RuleBook book, RuleWriter writer, TextWriter output, TextWriter error)
    {
        var reading = RuleFile.Read(text, CancellationToken.None);
        if (reading.Mistakes.Count > 0)
        {
            return await RefuseAsync(error, reading.Mistakes);
        }

        var diff = RuleDiff.Of(book.Stored.Plain, reading.Rules);
        foreach (var line in Lines(diff))
        {
            await output.WriteLineAsync(line);
        }

        if (diff.IsEmpty || order.IsDry)
        {
            await output.WriteLineAsync(diff.IsEmpty ? "The rules are those of the file already." : "Nothing was changed.");
            return 0;
        }

        var outcome = await writer.ApplyAsync(book.Stored.Edition, reading.Rules, order.Why, new PortalUser("", $"console ({Environment.UserName})"), CancellationToken.None);
        if (!outcome.IsSaved)
        {
            return await RefuseAsync(error, outcome.Conflict is { } conflict ? [conflict.Sentence] : outcome.Mistakes.Select(mistake => mistake.Sentence));
        }

        await output.WriteLineAsync("Applied.");
        return 0;
    }

    private static async Task<int> RefuseAsync(TextWriter error, IEnumerable<string> why)
    {
        foreach (var sentence in why)
        {
            await error.WriteLineAsync($"rules: {sentence}");
        }

        await error.WriteLineAsync("rules: nothing was changed.");
        return 1;
    }

    private static IEnumerable<string> Lines(RuleDiff diff) =>
    [
        .. diff.Added.Select(rule => $"+ {rule.Id}: {rule.Name}"),
        .. diff.Changed.SelectMany(change => change.Fields.Select(field => $"~ {change.After.Id}: {field.Field}: {field.From} → {field.To}")),
        .. diff.Removed.Select(rule => $"- {rule.Id}: {rule.Name}"),
    ];

    /// <summary>What is to be done; without a file, the export.</summary>
    private sealed record Order(string? File, bool IsDry, string Why, IReadOnlyList<string> Options)
    {
        public static Order? Read(string[] args) => args switch
        {
            ["export", .. var options] => new Order(null, IsDry: false, "", options),
            ["apply", var file, .. var rest] when !file.StartsWith("--", StringComparison.Ordinal) => Apply(file, rest),
            _ => null,
        };

        private static Order? Apply(string file, string[] rest)
        {
            var options = rest.ToList();
            var isDry = options.Remove("--dry-run");
            var at = options.IndexOf("--why");
            if (at < 0)
            {
                return new Order(file, isDry, "", options);
            }

            if (at + 1 == options.Count)
            {
                return null;
            }

            var why = options[at + 1];
            options.RemoveRange(at, 2);
            return new Order(file, isDry, why, options);
        }
    }
}
