using System.Text.RegularExpressions;

namespace WebShell.Core.Access.Rules;

/// <summary>
/// Says when a rule holds, by the clock on the wall of its zone: an hour that the clock skips is not there that day, an hour that it shows
/// twice counts twice.
/// </summary>
internal sealed partial class RuleClock(RuleTimes times)
{
    // Hours come back every week; in the week of a change of clocks they may not be there.
    private const int SearchDays = 15;

    private readonly TimeZoneInfo _zone = (times.Zone is null ? null : Find(times.Zone)) ?? TimeZoneInfo.Utc;

    /// <summary>What the hours are called by: the zone as it was written.</summary>
    public string ZoneName => times.Zone ?? "UTC";

    public bool IsLimited => !times.IsAlways;

    public bool Holds(DateTimeOffset at) => !(at < times.NotBefore) && !IsOver(at) && IsInHours(at);

    /// <summary>It will never hold again.</summary>
    public bool IsOver(DateTimeOffset at) => at >= times.Until;

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone);

    /// <summary>The first moment from <paramref name="after"/> on at which it holds, or null where it holds no more within two weeks of its beginning.</summary>
    public DateTimeOffset? NextStart(DateTimeOffset after)
    {
        var from = times.NotBefore > after ? times.NotBefore.Value : after;
        if (Holds(from))
        {
            return Local(from);
        }

        DateTimeOffset? next = null;
        foreach (var moment in times.Hours.Count == 0 ? [] : Moments(from))
        {
            if (moment > from && !(moment >= next) && Holds(moment))
            {
                next = moment;
            }
        }

        return next is { } start ? Local(start) : null;
    }

    /// <summary>The zone of that IANA name, or null where this machine knows none.</summary>
    public static TimeZoneInfo? Find(string name) =>
        // A name is looked up as a file: nothing but a name may get there.
        ZoneForm().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    private bool IsInHours(DateTimeOffset at)
    {
        if (times.Hours.Count == 0)
        {
            return true;
        }

        var local = Local(at);
        var time = TimeOnly.FromDateTime(local.DateTime);
        foreach (var hours in times.Hours)
        {
            if (hours.Include(local.DayOfWeek, time))
            {
                return true;
            }
        }

        return false;
    }

    // Where hours can begin to hold: at their own beginning, and where the clock jumps into them.
    private IEnumerable<DateTimeOffset> Moments(DateTimeOffset from)
    {
        var date = Local(from).Date;
        for (var i = 0; i <= SearchDays; i++, date = date.AddDays(1))
        {
            foreach (var hours in times.Hours)
            {
                foreach (var moment in Instants(date + hours.From.ToTimeSpan()))
                {
                    yield return moment;
                }
            }

            if (Jump(from.AddDays(i)) is { } jump)
            {
                yield return jump;
            }
        }
    }

    // None where the clock skips that time, two where it shows it twice.
    private IEnumerable<DateTimeOffset> Instants(DateTime local) =>
        _zone.IsInvalidTime(local) ? []
        : _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Select(offset => new DateTimeOffset(local, offset))
        : [new DateTimeOffset(local, _zone.GetUtcOffset(local))];

    // The second within the next 24 hours at which the clock is put forward or back.
    private DateTimeOffset? Jump(DateTimeOffset from)
    {
        var before = DateTimeOffset.FromUnixTimeSeconds(from.ToUnixTimeSeconds());
        var behind = before.AddDays(1);
        var offset = _zone.GetUtcOffset(before);
        if (_zone.GetUtcOffset(behind) == offset)
        {
            return null;
        }

        while (behind - before > TimeSpan.FromSeconds(1))
        {
            var middle = before.AddSeconds((long)(behind - before).TotalSeconds / 2);
            _ = _zone.GetUtcOffset(middle) == offset ? before = middle : behind = middle;
        }

        return behind;
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z")]
    private static partial Regex ZoneForm();
}
