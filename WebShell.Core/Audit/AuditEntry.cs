using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace WebShell.Core.Audit;

/// <summary>An event as it is kept: plain text in bounds, so that whatever keeps it gives the same bytes back and its hash holds.</summary>
public sealed record AuditEntry
{
    public const int MaxName = 256;
    public const int MaxText = 1000;
    public const int MaxDetail = 16 * 1024;
    public const int MaxDetails = 64;
    public const int MaxAddress = 64;
    public const int MaxKind = 64;

    // Readable, and found by what one types; only what breaks out of JSON is escaped.
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public required Guid Id { get; init; }

    /// <summary>When it was written, in whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A name of <see cref="AuditKinds"/>; perhaps one of another version.</summary>
    public required string Kind { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required string On { get; init; }

    public string? From { get; init; }

    public string? SessionId { get; init; }

    /// <summary><c>done</c>, <c>refused</c>, <c>failed</c>.</summary>
    public required string Outcome { get; init; }

    public string? Result { get; init; }

    public Guid? Because { get; init; }

    /// <summary>A JSON object of strings, its text as it was hashed.</summary>
    public string Details { get; init; } = "{}";

    /// <summary>The day in UTC as a number, e.g. 20261122.</summary>
    public int Day => DayOf(At);

    public static int DayOf(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return (utc.Year * 10_000) + (utc.Month * 100) + utc.Day;
    }

    /// <summary>The day as people write it.</summary>
    public static string Written(int day) => string.Create(CultureInfo.InvariantCulture, $"{day / 10_000:0000}-{day / 100 % 100:00}-{day % 100:00}");

    public static AuditEntry Of(AuditEvent what, DateTimeOffset at) => new()
    {
        Id = what.Id,
        At = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
        Kind = AuditKinds.NameOf(what.Kind),
        ActorId = AuditText.Clean(what.ActorId, MaxName),
        ActorName = AuditText.Clean(what.ActorName, MaxName),
        On = AuditText.Clean(what.On, MaxText),
        From = what.From is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null,
        SessionId = what.SessionId is { } session ? AuditText.Clean(session, MaxAddress) : null,
        Outcome = what.Outcome switch { AuditOutcome.Done => "done", AuditOutcome.Refused => "refused", _ => "failed" },
        Result = what.Result is { } result ? AuditText.Clean(result, MaxText) : null,
        Because = what.Because,
        Details = JsonSerializer.Serialize(
            what.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal).Take(MaxDetails)
                .DistinctBy(detail => AuditText.Clean(detail.Key, MaxName))
                .ToDictionary(detail => AuditText.Clean(detail.Key, MaxName), detail => AuditText.Clean(detail.Value, MaxDetail)),
            Format),
    };

    /// <summary>The details by name; none where the text was made unreadable.</summary>
    public IReadOnlyDictionary<string, string> ReadDetails()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(Details) ?? [];
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>();
        }
    }
}

/// <summary>An event in its place in the chain.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Entry">What happened.</param>
/// <param name="Hash">Its link, as 64 hexadecimal digits.</param>
public sealed record AuditRow(long Number, AuditEntry Entry, string Hash)
{
    public AuditLink Link => new(Number, Hash);
}
