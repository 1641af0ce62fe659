namespace WebShell.Core.Inventory.Formats;

/// <summary>What the columns of a table are for, by the names in its first row: case, spaces, <c>_</c> and <c>-</c> do not matter.</summary>
internal sealed class CsvColumns
{
    public const string LabelPrefix = "label:";

    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["ip"] = "address",
        ["login"] = "logins",
        ["user"] = "logins",
        ["jump"] = "jumps",
        ["operatingsystem"] = "os",
        ["consoleurl"] = "console",
    };

    private static readonly string[] Required = ["name", "address"];

    private static readonly HashSet<string> Known =
    [
        "name", "address", "otheraddresses", "port", "logins", "jumps", "labels", "os", "owner", "notes", "links", "console", "credential",
        "hostkeypolicy", "allowloopback", "algorithms",
    ];

    private readonly Dictionary<string, int> _places = [];
    private readonly List<(string Key, int Place)> _labels = [];
    private readonly List<string> _unknown = [];

    private CsvColumns()
    {
    }

    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>The columns that hold one label each.</summary>
    public IReadOnlyList<(string Key, int Place)> Labels => _labels;

    /// <exception cref="InventoryException">A column is missing or there twice.</exception>
    public static CsvColumns Of(string[] header)
    {
        var columns = new CsvColumns();
        var mistakes = new List<string>();
        for (var place = 0; place < header.Length; place++)
        {
            columns.Add(header[place].Trim(), place, mistakes);
        }

        mistakes.AddRange(Required.Where(name => !columns._places.ContainsKey(name)).Select(name => $"row 1: there is no column '{name}'."));
        return mistakes.Count == 0 ? columns : throw new InventoryException(mistakes);
    }

    public static IReadOnlyCollection<string> Names(IEnumerable<string> header) => [.. header.Select(Plain)];

    /// <summary>The cell's text as it was meant, or null where the row says nothing.</summary>
    public string? Cell(string column, string[] cells) => _places.TryGetValue(column, out var place) ? At(place, cells) : null;

    public static string? At(int place, string[] cells) =>
        place < cells.Length && CsvText.Unguarded(cells[place]) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private void Add(string name, int place, List<string> mistakes)
    {
        var plain = Plain(name);
        if (name.StartsWith(LabelPrefix, StringComparison.OrdinalIgnoreCase))
        {
            AddLabel(name[LabelPrefix.Length..].Trim(), mistakes, place);
        }
        else if (!Known.Contains(plain))
        {
            _unknown.AddRange(name.Length > 0 ? [name] : []);
        }
        else if (!_places.TryAdd(plain, place))
        {
            mistakes.Add($"row 1: there are two columns for '{plain}'.");
        }
    }

    private void AddLabel(string key, List<string> mistakes, int place)
    {
        if (VmValidation.LabelKey(key) is { } mistake)
        {
            mistakes.Add($"row 1: {mistake}");
        }
        else if (_labels.Exists(label => label.Key == key))
        {
            mistakes.Add($"row 1: there are two columns for the label '{key}'.");
        }
        else
        {
            _labels.Add((key, place));
        }
    }

    private static string Plain(string name)
    {
        var plain = string.Concat(name.Trim().Trim('"').ToLowerInvariant().Where(c => c is not (' ' or '_' or '-')));
        return Aliases.GetValueOrDefault(plain, plain);
    }
}
