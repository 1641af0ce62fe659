using System.Globalization;
using System.Text.RegularExpressions;

namespace WebShell.Core.Inventory.Formats.Ansible;

/// <summary>Names written as a range: <c>web[01:20].example.com</c>, <c>db-[a:f]</c>, <c>n[0:100:10]</c>, also several in one name; with <c>:port</c> at the end.</summary>
internal static partial class HostRange
{
    /// <summary>The names and the port after them, if any.</summary>
    /// <exception cref="InventoryException">It is no range, or one of more machines than an inventory has.</exception>
    public static (IReadOnlyList<string> Names, string? Port) Expand(string pattern, string place)
    {
        string? port = null;
        if (PortAtTheEnd().Match(pattern) is { Success: true } match && !IsIPv6(pattern))
        {
            (pattern, port) = (match.Groups[1].Value, match.Groups[2].Value);
        }

        List<string> names = [IsBracketed(pattern) ? pattern[1..^1] : pattern];
        for (var range = Range().Match(names[0]); range.Success; range = Range().Match(names[0]))
        {
            var steps = Steps(range, place);
            if ((long)steps.Count * names.Count > ListingBuilder.MaxMachines)
            {
                throw TooMany(place);
            }

            // Every name has its first range at the same place in the pattern, if not in the text.
            names = [.. names.SelectMany(name => steps, (name, step) => Range().Replace(name, step, 1))];
        }

        return (names, port);
    }

    private static List<string> Steps(Match range, string place)
    {
        var (first, last) = (range.Groups["first"].Value, range.Groups["last"].Value);
        var step = range.Groups["step"].Success ? int.Parse(range.Groups["step"].Value, CultureInfo.InvariantCulture) : 1;
        if (step < 1)
        {
            throw new InventoryException($"{place}: the range {VmValidation.Quoted(range.Value)} has no step.");
        }

        return char.IsAsciiLetter(first.Length > 0 ? first[0] : '0') ? Letters(first[0], last[0], step, range, place) : Numbers(first, last, step, range, place);
    }

    private static List<string> Letters(char first, char last, int step, Match range, string place)
    {
        var steps = new List<string>();
        for (int letter = first; letter <= last; letter += step)
        {
            steps.Add(((char)letter).ToString());
        }

        return steps.Count > 0 ? steps : throw Backwards(range, place);
    }

    private static List<string> Numbers(string first, string last, int step, Match range, string place)
    {
        var (from, to) = (first.Length == 0 ? 0 : long.Parse(first, CultureInfo.InvariantCulture), long.Parse(last, CultureInfo.InvariantCulture));
        if (to < from)
        {
            throw Backwards(range, place);
        }

        if ((to - from) / step >= ListingBuilder.MaxMachines)
        {
            throw TooMany(place);
        }

        // A leading zero means that all are as long as the first.
        var width = first.Length > 1 && first[0] == '0' ? first.Length : 1;
        var steps = new List<string>();
        for (var number = from; number <= to; number += step)
        {
            steps.Add(number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));
        }

        return steps;
    }

    private static bool IsBracketed(string pattern) => pattern.StartsWith('[') && pattern.EndsWith(']') && pattern.Count(c => c == ':') > 2;

    private static bool IsIPv6(string pattern) => !pattern.StartsWith('[') && !pattern.Contains(']') && pattern.Count(c => c == ':') > 1;

    private static InventoryException Backwards(Match range, string place) => new($"{place}: the range {VmValidation.Quoted(range.Value)} goes backwards.");

    private static InventoryException TooMany(string place) => new($"{place}: the range means more than {ListingBuilder.MaxMachines} machines.");

    [GeneratedRegex(@"\A(.*[^:]):([0-9]{1,5})\z")]
    private static partial Regex PortAtTheEnd();

    [GeneratedRegex(@"\[(?:(?<first>[0-9]{0,9}):(?<last>[0-9]{1,9})|(?<first>[a-z]):(?<last>[a-z])|(?<first>[A-Z]):(?<last>[A-Z]))(?::(?<step>[0-9]{1,6}))?\]")]
    private static partial Regex Range();
}
