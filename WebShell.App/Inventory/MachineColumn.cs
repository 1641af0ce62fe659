using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>One column of the table of machines, by the name it has in urls: <c>name</c>, <c>os</c>, or a label as <c>label.role</c>.</summary>
public readonly record struct MachineColumn
{
    /// <summary>More columns than this are not shown.</summary>
    public const int Most = 16;

    private readonly string? _key;

    private MachineColumn(string key) => _key = key;

    public static MachineColumn Name { get; } = new(VmField.Name);

    public static MachineColumn Env { get; } = new("env");

    public static MachineColumn Labels { get; } = new("labels");

    public static MachineColumn Os { get; } = new(VmField.System);

    public static MachineColumn Address { get; } = new(VmField.Address);

    public static MachineColumn Login { get; } = new(VmField.Login);

    public static MachineColumn Owner { get; } = new(VmField.Owner);

    /// <summary>Whether it answers; only where somebody looks.</summary>
    public static MachineColumn Status { get; } = new("status");

    /// <summary>Who has a shell there now.</summary>
    public static MachineColumn Here { get; } = new("here");

    /// <summary>When the user had a shell there last.</summary>
    public static MachineColumn Used { get; } = new("used");

    /// <summary>Every column that is not a label's, in the usual order.</summary>
    public static IReadOnlyList<MachineColumn> Known { get; } = [Name, Env, Labels, Os, Address, Login, Owner, Status, Here, Used];

    /// <summary>What is shown to who has chosen nothing.</summary>
    public static IReadOnlyList<MachineColumn> Usual { get; } = [Name, Env, Labels, Os, Address, Login, Status, Here, Used];

    public string Key => _key ?? VmField.Name;

    /// <summary>The label that it shows; null for every other column.</summary>
    public string? Label => Key.StartsWith(VmField.LabelPrefix, StringComparison.Ordinal) ? Key[VmField.LabelPrefix.Length..] : null;

    public string Title => Label ?? (this == Os ? "OS" : $"{char.ToUpperInvariant(Key[0])}{Key[1..]}");

    public bool CanSort => this != Labels;

    /// <summary>For the style sheet: a label's columns are all the same to it.</summary>
    public string Class => Label is null ? $"c-{Key}" : "c-label";

    public static MachineColumn OfLabel(string key) => new(VmField.LabelPrefix + key);

    /// <summary>The column of that name, or null.</summary>
    public static MachineColumn? Parse(string? key)
    {
        foreach (var column in Known)
        {
            if (column.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return column;
            }
        }

        return key is not null && key.StartsWith(VmField.LabelPrefix, StringComparison.OrdinalIgnoreCase) && VmValidation.LabelKey(key[VmField.LabelPrefix.Length..]) is null
            ? OfLabel(key[VmField.LabelPrefix.Length..])
            : null;
    }

    /// <summary>The columns of a list with commas; the name is always one of them. Null: nothing was chosen.</summary>
    public static IReadOnlyList<MachineColumn>? ParseList(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var columns = text.Split(',').Select(Parse).OfType<MachineColumn>().Distinct().Take(Most).ToList();
        return columns.Contains(Name) ? columns : [Name, .. columns];
    }

    public static string ListOf(IEnumerable<MachineColumn> columns) => string.Join(',', columns);

    public override string ToString() => Key;
}
