using System.Globalization;

namespace WebShell.Core.Access.Rules;

/// <summary>
/// Hours of days as the clock on the wall shows them, <paramref name="To"/> not included; written <c>Mon-Fri 08:00-18:00</c>. Hours that do
/// not end after they begin go on into the next day, and 00:00 as an end is midnight.
/// </summary>
public sealed record RuleHours(RuleDays Days, TimeOnly From, TimeOnly To)
{
    private const string Form = "hours are written like 'Mon-Fri 08:00-18:00', 'Sat,Sun 22:00-06:00' or 'daily 00:00-24:00'";

    private static readonly string[] Names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>Whether the clock on the wall shows a time in these hours.</summary>
    public bool Include(DayOfWeek day, TimeOnly time)
    {
        // Sunday is 0 in .NET and the last one here.
        var today = ((int)day + 6) % 7;
        return To > From
            ? Has(today) && time >= From && time < To
            : (Has(today) && time >= From) || (Has((today + 6) % 7) && time < To);
    }

    /// <summary>Reads what <see cref="ToString"/> writes, or gives the sentence that says how to write it.</summary>
    public static (RuleHours? Hours, string? Mistake) Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var times = parts.Length == 2 ? parts[1].Split('-') : [];
        return times.Length == 2 && DaysOf(parts[0]) is { } days && TimeOf(times[0], isEnd: false) is { } from && TimeOf(times[1], isEnd: true) is { } to
            ? (new RuleHours(days, from, to), null)
            : (null, $"{Inventory.VmValidation.Quoted(text)} is not understood: {Form}.");
    }

    public override string ToString()
    {
        var to = To == default ? "24:00" : To.ToString("HH:mm", CultureInfo.InvariantCulture);
        return $"{DaysText()} {From.ToString("HH:mm", CultureInfo.InvariantCulture)}-{to}";
    }

    private bool Has(int day) => ((int)Days & (1 << day)) != 0;

    private string DaysText()
    {
        if (Days == RuleDays.Daily)
        {
            return "daily";
        }

        var runs = new List<string>();
        for (int first = 0, last; first < Names.Length; first = last + 1)
        {
            last = first;
            while (Has(first) && last + 1 < Names.Length && Has(last + 1))
            {
                last++;
            }

            if (Has(first))
            {
                runs.Add(first == last ? Names[first] : $"{Names[first]}-{Names[last]}");
            }
        }

        return string.Join(',', runs);
    }

    private static RuleDays? DaysOf(string text)
    {
        if (text.Equals("daily", StringComparison.OrdinalIgnoreCase))
        {
            return RuleDays.Daily;
        }

        var days = 0;
        foreach (var run in text.Split(','))
        {
            var ends = run.Split('-');
            var first = DayOf(ends[0]);
            var last = DayOf(ends[^1]);
            if (ends.Length > 2 || first < 0 || last < 0)
            {
                return null;
            }

            // Fri-Mon goes over the end of the week.
            for (var day = first; ; day = (day + 1) % Names.Length)
            {
                days |= 1 << day;
                if (day == last)
                {
                    break;
                }
            }
        }

        return (RuleDays)days;
    }

    private static int DayOf(string text) => Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));

    private static TimeOnly? TimeOf(string text, bool isEnd) =>
        isEnd && text == "24:00" ? default(TimeOnly)
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
        : null;
}
