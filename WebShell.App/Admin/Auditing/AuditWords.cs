using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using WebShell.App.Dialogs;
using WebShell.App.Workspace;
using WebShell.Core.Audit;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.App.Admin.Auditing;

/// <summary>Events in the page's words.</summary>
internal static class AuditWords
{
    private const int MaxTitle = 200;

    // As they are written: why a shell ended, or was not opened.
    private static readonly FrozenSet<string> Reasons = Enum.GetNames<SessionEndReason>().Concat(Enum.GetNames<ShellFailureReason>()).Select(JsonNamingPolicy.KebabCaseLower.ConvertName).ToFrozenSet();

    public static string Count(long count) => count == 1 ? "1 event" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} events");

    /// <summary>The time with its day, unless the list is of one day.</summary>
    public static string Time(AuditRow row, bool isOneDay) => row.Entry.At.UtcDateTime.ToString(isOneDay ? "HH:mm:ss.fff" : "d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Exactly(AuditRow row) => row.Entry.At.UtcDateTime.ToString("d MMM yyyy HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The kind's thing with its dot, and what happened to it.</summary>
    public static (string Thing, string What) Kind(AuditRow row)
    {
        var dot = row.Entry.Kind.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? ("", row.Entry.Kind) : (row.Entry.Kind[..(dot + 1)], row.Entry.Kind[(dot + 1)..]);
    }

    /// <summary>The kind as a heading.</summary>
    public static string Title(AuditRow row)
    {
        var words = row.Entry.Kind.Replace('.', ' ').Replace('-', ' ');
        return words.Length == 0 ? "Event" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    public static string Who(AuditRow row) => row.Entry.ActorName.Length > 0 ? ForeignText.Clean(row.Entry.ActorName) : "somebody";

    public static string Result(AuditRow row) => row.Entry.Result is { } result && Reasons.Contains(result) ? result.Replace('-', ' ') : ForeignText.Clean(row.Entry.Result ?? row.Entry.Outcome, MaxTitle);

    /// <summary>How long after a cause its consequence came.</summary>
    public static string After(AuditRow cause, AuditRow row)
    {
        var time = row.Entry.At - cause.Entry.At;
        return time < TimeSpan.FromSeconds(1) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalMilliseconds):0} ms") : Durations.Of(time);
    }

    public static string Tone(AuditRow row) => row.Entry switch
    {
        { Outcome: "refused" or "failed" } => "bad",
        { Kind: "shell.ended-by-other" or "audit.broken" or "credential.suspended" or "account.disabled" } => "warn",
        { Kind: "shell.ended", Because: not null } => "warn",
        _ => "",
    };

    /// <summary>The hash, its middle left out.</summary>
    public static string Short(string hash) => hash.Length < 16 ? hash : $"{hash[..4]} {hash[4..8]} … {hash[^4..]}";
}
