using System.Globalization;

namespace WebShell.Core.Inventory.Formats;

/// <summary>One row of <see cref="CsvFormat"/>. An empty cell says nothing; a cell with several values has them separated by spaces, commas, semicolons, bars or lines.</summary>
internal static class CsvMachine
{
    private static readonly char[] Separators = [' ', ',', ';', '|', '\r', '\n', '\t'];

    public static void Read(int row, CsvColumns columns, string[] cells, IReadOnlyList<string> defaultLogins, ListingBuilder listing)
    {
        var mistakes = new List<string>();
        string? Cell(string column) => columns.Cell(column, cells);
        IReadOnlyList<string>? Several(string column) => Cell(column)?.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        var machine = new ListedMachine
        {
            Name = Cell("name") ?? "",
            Place = $"row {row}",
            Address = Cell("address"),
            OtherAddresses = Several("otheraddresses"),
            Port = Port(Cell("port"), mistakes),
            Logins = Several("logins") ?? (defaultLogins.Count > 0 ? defaultLogins : null),
            Jumps = Several("jumps"),
            Labels = Labels(columns, cells, mistakes),
            OperatingSystem = Cell("os"),
            Owner = Cell("owner"),
            Notes = Cell("notes"),
            Links = Links(Cell("links")),
            ConsoleUrl = Cell("console"),
            Credential = Cell("credential"),
            HostKeyPolicy = Cell("hostkeypolicy"),
            AllowLoopback = Flag(Cell("allowloopback"), mistakes),
            AllowsLegacyAlgorithms = Legacy(Cell("algorithms"), mistakes),
        };
        // What the reader found does not keep the rest from being named.
        listing.Add(machine, mistakes.Count == 0 ? [] : [.. mistakes, .. ListedMachineRules.Check(machine, isChecked: false)]);
    }

    private static int? Port(string? text, List<string> mistakes)
    {
        if (text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);
        }

        mistakes.Add("port must be a number between 1 and 65535.");
        return null;
    }

    private static bool? Flag(string? text, List<string> mistakes)
    {
        if (text?.ToLowerInvariant() is not (null or "true" or "false"))
        {
            mistakes.Add("allowLoopback must be true or false.");
        }

        return text is null ? null : text.Equals("true", StringComparison.OrdinalIgnoreCase);
    }

    private static bool? Legacy(string? profile, List<string> mistakes)
    {
        if (profile is null)
        {
            return null;
        }

        mistakes.AddRange(VmValidation.Algorithms(profile) is { } mistake ? [mistake] : []);
        return profile == VmValidation.LegacyAlgorithms;
    }

    private static Dictionary<string, string>? Labels(CsvColumns columns, string[] cells, List<string> mistakes)
    {
        Dictionary<string, string>? labels = null;
        foreach (var (key, place) in columns.Labels)
        {
            if (CsvColumns.At(place, cells) is { } value)
            {
                (labels ??= [])[key] = value;
            }
        }

        if (columns.Cell("labels", cells) is { } text && !CsvText.TryReadLabels(text, labels ??= []))
        {
            mistakes.Add("labels must look like env=prod; role=web.");
        }

        return labels;
    }

    // One a line: the title, a space, the address, which has no spaces.
    private static List<MachineLink>? Links(string? text) => text?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.LastIndexOf(' ') is > 0 and var at ? new MachineLink(line[..at].TrimEnd(), line[(at + 1)..]) : new MachineLink(line, line))
        .ToList();
}
