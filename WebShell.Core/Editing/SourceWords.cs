using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Import;

namespace WebShell.Core.Editing;

/// <summary>What is said about a source to those who look after it.</summary>
internal static class SourceWords
{
    /// <summary>A broken file can have thousands of mistakes; the history and the dry run have more of them.</summary>
    private const int MaxLines = 20;

    /// <summary>Why a schedule did not do it alone.</summary>
    public static string Held(ImportPlan plan) =>
        $"Held: it would remove {plan.Removed.Count:N0} of {plan.Known:N0} machines. Nothing was changed; look at it and apply it if that is right.";

    /// <summary>What keeps the source from being taken over whole; null: nothing does.</summary>
    public static string? Problem(ImportPlan plan, bool isHeld)
    {
        IEnumerable<string> lines =
        [
            .. isHeld ? (string[])[Held(plan)] : [],
            .. plan.Rejected.Select(Of),
            .. plan.Conflicts.Where(conflict => conflict is { Change: null, MayBeTaken: false }).Select(conflict => $"{conflict.Place}: {conflict.Name}: {conflict.Sentence}"),
        ];
        return lines.Any() ? $"{plan.Source.Name}: {Shortened(string.Join('\n', lines))}" : null;
    }

    /// <summary>A rejected machine, with its place and its name.</summary>
    public static string Of(Rejection rejection) =>
        string.Join('\n', rejection.Mistakes.Select(mistake => rejection.Name is null || mistake.Contains(rejection.Name, StringComparison.Ordinal) ? mistake : $"{mistake.TrimEnd('.')} ({rejection.Name})."));

    /// <summary>The first lines of a text.</summary>
    public static string Shortened(string text)
    {
        var lines = text.Split('\n');
        return lines.Length <= MaxLines ? text : string.Join('\n', [.. lines[..MaxLines], $"… and {lines.Length - MaxLines:N0} more."]);
    }
}
