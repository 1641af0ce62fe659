using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Requests;

/// <summary>What people may ask for (section <c>WebShell:Requests</c>).</summary>
public sealed class RequestOptions : IValidatableObject
{
    public const string Section = "WebShell:Requests";

    private const int MostDurations = 12;

    private static readonly TimeSpan[] UsualDurations = [TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(8)];
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>Whether people may ask for access at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>For how long one may ask, as a list to choose from: 1 to 12 times like <c>01:30</c>, of at least 1 minute. Default 00:30, 01:00, 04:00 and 08:00.</summary>
    public IList<string>? Durations { get; set; }

    /// <summary>The longest that is granted, from 1 minute to 31 days; longer ones of the list are not offered. Default 8 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(8);

    /// <summary>What is chosen at first; where it is not offered, the shortest that is. Default 1 hour.</summary>
    public TimeSpan Usual { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A request that nobody answered for this long closes, from 1 minute to 31 days. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan ExpireAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many unanswered requests one person may have, from 1 to 100. Default 5.</summary>
    [Range(1, 100)]
    public int OpenPerPerson { get; set; } = 5;

    /// <summary>What is offered, the shortest first.</summary>
    public IReadOnlyList<TimeSpan> Offered() =>
        [.. (Durations is { Count: > 0 } chosen ? chosen.Select(Read).OfType<TimeSpan>() : UsualDurations).Where(time => time <= Longest).Distinct().Order()];

    /// <summary>What is chosen at first.</summary>
    public TimeSpan Preferred() => Offered() is var offered && offered.Contains(Usual) ? Usual : offered[0];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Durations is { Count: > MostDurations } || Durations?.FirstOrDefault(text => Read(text) is null) is not null)
        {
            yield return new ValidationResult($"{nameof(Durations)} must list 1 to {MostDurations} times of at least 1 minute, e.g. 00:30, 08:00 or 2.00:00.", [nameof(Durations)]);
        }
        else if (Offered().Count == 0)
        {
            yield return new ValidationResult($"{nameof(Durations)} lists nothing that is as short as {nameof(Longest)} ({Longest}).", [nameof(Durations)]);
        }
    }

    // A bare number would be days.
    private static TimeSpan? Read(string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= Shortest ? time : null;
}

/// <summary>Names every mistake in <see cref="RequestOptions"/>.</summary>
[OptionsValidator]
public sealed partial class RequestOptionsRules : IValidateOptions<RequestOptions>;
