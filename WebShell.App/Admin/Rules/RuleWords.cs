using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;

namespace WebShell.App.Admin.Rules;

/// <summary>The words of a rule's sentence.</summary>
internal static class RuleWords
{
    private static readonly (RuleActivities What, string Words)[] Acts =
    [
        (RuleActivities.Shell, "open shells"),
        (RuleActivities.Watch, "watch shells"),
        (RuleActivities.Share, "share shells"),
        (RuleActivities.Files, "move files"),
        (RuleActivities.Forward, "forward ports"),
        (RuleActivities.RecordView, "see recordings"),
        (RuleActivities.NoRecording, "go unrecorded"),
    ];

    public static IReadOnlyList<(RuleActivities What, string Words)> Activities => Acts;

    public static string What(RuleActivities what) => what == RuleActivities.All
        ? "do anything"
        : Joined([.. Acts.Where(act => what.HasFlag(act.What)).Select(act => act.Words)]);

    /// <summary>"Mon-Fri 08:00-18:00 (Europe/Berlin), until 24 Dec 2026 18:00 UTC"; empty: always.</summary>
    public static string When(RuleTimes when) => string.Join(", ",
    [
        .. when.Hours.Count == 0 ? Array.Empty<string>() : [$"{string.Join(" and ", when.Hours)} ({when.Zone})"],
        .. when.NotBefore is { } start ? [$"from {Moment(start)} on"] : Array.Empty<string>(),
        .. when.Until is { } end ? [$"until {Moment(end)}"] : Array.Empty<string>(),
    ]);

    /// <summary>The labels and fields as they are searched; empty: all machines.</summary>
    public static IReadOnlyList<string> Where(VmQuery? where) => where is null ? [] :
    [
        .. where.Labels.Select(label => $"{label.Key}:{label.Value}"),
        .. where.ExcludedLabels.Select(label => $"not {label.Key}:{label.Value}"),
    ];

    public static string Login(string login) => login switch { "*" => "any login", "{user}" => "own name", _ => login };

    public static string Machines(int count) => count == 1 ? "1 machine" : $"{count:N0} machines";

    public static string People(int count) => count == 1 ? "1 person" : $"{count:N0} people";

    private static string Moment(DateTimeOffset at) =>
        $"{at.ToString("d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture)} {(at.Offset == TimeSpan.Zero ? "UTC" : at.ToString("zzz", System.Globalization.CultureInfo.InvariantCulture))}";

    private static string Joined(IReadOnlyList<string> parts) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";
}
