using WebShell.App.Dialogs;
using WebShell.App.Workspace;
using WebShell.Core.Inventory.Import;

namespace WebShell.App.Admin.Sources;

/// <summary>What a person reads about a source and the looks at it.</summary>
internal static class SourceWords
{
    /// <summary>The kind that is read from an address as well.</summary>
    public const string NetBox = "netbox";

    private const int MaxReason = 300;

    /// <summary>The kinds one can choose, and how each is called.</summary>
    public static IReadOnlyList<(string Kind, string Title)> Kinds { get; } =
    [
        (MachineSource.AnyFile, "Any format"), ("yaml", "YAML"), ("csv", "CSV"), ("ssh_config", "OpenSSH ssh_config"), ("ansible", "Ansible"), (NetBox, "NetBox"),
    ];

    public static string Kind(string kind) => Kinds.FirstOrDefault(known => known.Kind == kind).Title ?? ForeignText.Clean(kind);

    public static string Url(MachineSource source) => $"{AdminPaths.Sources}/{Uri.EscapeDataString(source.Id)}";

    public static string Place(MachineSource source) => source.Place is null ? "uploaded" : ForeignText.Clean(source.Place, MachineSource.MaxPlaceLength);

    public static string Machines(int count) => count == 1 ? "1 machine" : $"{count:N0} machines";

    /// <summary>When it is looked at without anybody asking.</summary>
    public static string Schedule(MachineSource source) => source switch
    {
        { Place: null } => "when somebody uploads",
        { IsEnabled: false } => "paused",
        { IsOverHttp: true, Interval: { } interval } => $"every {Durations.Of(interval)}",
        { IsOverHttp: true } => "when asked",
        { Interval: { } interval } => $"every {Durations.Of(interval)}, and when the file changes",
        _ => "when the file changes",
    };

    /// <summary>How long until then, the next moment at least.</summary>
    public static string Until(DateTimeOffset at, DateTimeOffset now) => at - now is { TotalSeconds: >= 1 } left ? $"in {Durations.Of(left.TotalMinutes >= 1 ? TimeSpan.FromMinutes(Math.Ceiling(left.TotalMinutes)) : left)}" : "at once";

    /// <summary>What came of a look, in a few words.</summary>
    public static string Outcome(SyncRecord look) => look.Outcome switch
    {
        SyncOutcome.Failed => $"failed: {ForeignText.Clean(look.Sentence.Split('\n')[0], MaxReason)}",
        SyncOutcome.Held => $"held: would remove {look.Removed:N0} of {Machines(look.Removed + look.Changed + look.Unchanged)}",
        SyncOutcome.Unchanged => Rest("nothing changed", look),
        _ => Rest(Counts(look.Added, look.Changed, look.Removed), look),
    };

    /// <summary><c>3 added, 1 changed</c>; what there is none of is left out.</summary>
    public static string Counts(int added, int changed, int removed)
    {
        var words = string.Join(", ", new[] { Count(added, "added"), Count(changed, "changed"), Count(removed, "removed") }.OfType<string>());
        return words.Length == 0 ? "nothing changed" : words;
    }

    /// <summary>What applying would do, in a few words.</summary>
    public static string Would(DryRun run) =>
        $"{Counts(run.Plan.Added.Count, run.Plan.Changed.Count, run.Plan.Removed.Count).Replace("nothing changed", "Nothing would change", StringComparison.Ordinal)}"
        + (run.Plan.Unchanged > 0 ? $", {run.Plan.Unchanged:N0} as they are" : "")
        + (run.Taken > 0 ? $", {run.Taken:N0} of {run.Conflicts.Count:N0} conflicts decided for the source" : "") + ".";

    /// <summary>The class of the dot in front of it: <c>ok</c>, <c>warn</c> or <c>bad</c>.</summary>
    public static string Dot(SyncRecord look) => look.Outcome switch
    {
        SyncOutcome.Failed => "bad",
        SyncOutcome.Held => "warn",
        _ => look.Rejected > 0 ? "warn" : "ok",
    };

    private static string Rest(string words, SyncRecord look) =>
        string.Join(", ", new[] { words, Count(look.Rejected, "not taken"), Count(look.Conflicts, "left as people have them") }.OfType<string>());

    private static string? Count(int count, string what) => count == 0 ? null : $"{count:N0} {what}";
}
