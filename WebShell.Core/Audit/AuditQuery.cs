using System.Globalization;
using System.Text;

namespace WebShell.Core.Audit;

/// <summary>
/// What somebody looks for: words that all must be found, and <c>who: what: on: from: day: result: session: number:</c>. Quotes hold a
/// value together. A day is <c>today</c>, <c>yesterday</c>, <c>2026-11-22</c>, <c>2026-11-01..2026-11-22</c> or <c>7d</c>, in UTC.
/// </summary>
public sealed record AuditQuery
{
    /// <summary>Longer text is cut.</summary>
    public const int MaxLength = 500;

    /// <summary>More words are left out.</summary>
    public const int MaxWords = 12;

    public static AuditQuery Everything { get; } = new();

    /// <summary>Each in any field.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Field and what must be in it; of <see cref="Fields"/>.</summary>
    public IReadOnlyList<(string Field, string Value)> Terms { get; init; } = [];

    /// <summary>The first day, e.g. 20261122; null: from the beginning.</summary>
    public int? FirstDay { get; init; }

    /// <summary>The last day; null: to the end.</summary>
    public int? LastDay { get; init; }

    /// <summary>What could not be understood, in a sentence; it is left out.</summary>
    public string? Mistake { get; init; }

    public static IReadOnlyList<string> Fields { get; } = ["who", "what", "on", "from", "day", "result", "session", "number"];

    public static AuditQuery Parse(string text, DateTimeOffset now)
    {
        var query = new AuditQuery();
        foreach (var part in Parts(text.Length > MaxLength ? text[..MaxLength] : text).Take(MaxWords))
        {
            var split = part.IndexOf(':', StringComparison.Ordinal);
            var field = split < 0 ? "" : part[..split].ToLowerInvariant();
            var value = split < 0 ? part : part[(split + 1)..];
            query = !Fields.Contains(field) ? query with { Words = [.. query.Words, part] }
                : value.Length == 0 ? query
                : field == "day" ? query.OfDays(value, now)
                : field == "number" && !long.TryParse(value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? query with { Mistake = $"number:{value} is not a number." }
                : query with { Terms = [.. query.Terms, (field, value)] };
        }

        return query;
    }

    private AuditQuery OfDays(string value, DateTimeOffset now)
    {
        var today = now.UtcDateTime.Date;
        var (first, last) = value.ToLowerInvariant() switch
        {
            "today" => (today, today),
            "yesterday" => (today.AddDays(-1), today.AddDays(-1)),
            [.. var days, 'd'] when int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 10_000 => (today.AddDays(1 - count), today),
            var other when other.Split("..") is [var from, var to] && (Day(from), Day(to)) is ({ } begin, { } end) => (begin, end),
            var other when Day(other) is { } only => (only, only),
            _ => (DateTime.MinValue, DateTime.MinValue),
        };
        return first == DateTime.MinValue
            ? this with { Mistake = $"day:{value} is not a day; write today, yesterday, 7d, 2026-11-22 or 2026-11-01..2026-11-22." }
            : this with { FirstDay = AuditEntry.DayOf(first), LastDay = AuditEntry.DayOf(last) };
    }

    private static DateTime? Day(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) ? day : null;

    private static IEnumerable<string> Parts(string text)
    {
        var part = new StringBuilder();
        var isQuoted = false;
        foreach (var c in text)
        {
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (char.IsWhiteSpace(c) && !isQuoted)
            {
                if (part.Length > 0)
                {
                    yield return part.ToString();
                    part.Clear();
                }
            }
            else if (!char.IsControl(c))
            {
                part.Append(c);
            }
        }

        if (part.Length > 0)
        {
            yield return part.ToString();
        }
    }
}
