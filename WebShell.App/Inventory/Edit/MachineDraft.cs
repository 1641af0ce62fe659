using System.Globalization;
using WebShell.Core.Inventory;

namespace WebShell.App.Inventory.Edit;

/// <summary>A machine as a form has it: each field a text, lists with one entry a line or between commas.</summary>
public sealed class MachineDraft
{
    private static readonly char[] Separators = [',', '\n', '\r', ' ', '\t'];

    public string Name { get; set; } = "";

    public string Address { get; set; } = "";

    public string OtherAddresses { get; set; } = "";

    public string Port { get; set; } = "22";

    public string Logins { get; set; } = "";

    public string Jumps { get; set; } = "";

    /// <summary><c>key:value</c>, one a line.</summary>
    public string Labels { get; set; } = "";

    public string OperatingSystem { get; set; } = "";

    public string Owner { get; set; } = "";

    public string Notes { get; set; } = "";

    /// <summary>Title and address, one link a line.</summary>
    public string Links { get; set; } = "";

    public string ConsoleUrl { get; set; } = "";

    public string HostKeyPolicy { get; set; } = "";

    public string Credential { get; set; } = "";

    public bool AllowsLegacyAlgorithms { get; set; }

    public bool AllowLoopback { get; set; }

    public static MachineDraft Of(Vm vm) => new()
    {
        Name = vm.Name,
        Address = vm.Address,
        OtherAddresses = string.Join(", ", vm.OtherAddresses),
        Port = vm.Port.ToString(CultureInfo.InvariantCulture),
        Logins = string.Join(", ", vm.Logins),
        Jumps = string.Join(", ", vm.Jumps),
        Labels = string.Join('\n', vm.Labels.Select(label => $"{label.Key}:{label.Value}")),
        OperatingSystem = vm.OperatingSystem,
        Owner = vm.Owner,
        Notes = vm.Notes,
        Links = string.Join('\n', vm.Links.Select(link => $"{link.Title} {link.Url}")),
        ConsoleUrl = vm.ConsoleUrl ?? "",
        HostKeyPolicy = vm.HostKeyPolicy ?? "",
        Credential = vm.Credential ?? "",
        AllowsLegacyAlgorithms = vm.AllowsLegacyAlgorithms,
        AllowLoopback = vm.AllowLoopback,
    };

    /// <summary>The machine that is written here, and what cannot be read of it; its values are checked by who saves it.</summary>
    public (Vm Machine, IReadOnlyList<FieldMistake> Mistakes) Read()
    {
        var mistakes = new List<FieldMistake>();
        if (!int.TryParse(Port.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            mistakes.Add(new("port", "The port must be a number between 1 and 65535."));
        }

        var machine = new Vm
        {
            Name = Name.Trim(),
            Address = Address.Trim(),
            OtherAddresses = List(OtherAddresses),
            Port = port,
            Logins = List(Logins),
            Jumps = List(Jumps),
            Labels = ReadLabels(Labels, mistakes),
            OperatingSystem = OperatingSystem.Trim(),
            Owner = Owner.Trim(),
            Notes = Notes.ReplaceLineEndings("\n").TrimEnd(),
            Links = [.. Lines(Links).Select(ReadLink)],
            ConsoleUrl = NullIfEmpty(ConsoleUrl),
            HostKeyPolicy = NullIfEmpty(HostKeyPolicy),
            Credential = NullIfEmpty(Credential),
            AllowsLegacyAlgorithms = AllowsLegacyAlgorithms,
            AllowLoopback = AllowLoopback,
        };
        return (machine, mistakes);
    }

    /// <summary>Labels as people write them, one a line or between commas.</summary>
    public static Dictionary<string, string> ReadLabels(string text, List<FieldMistake> mistakes)
    {
        var labels = new Dictionary<string, string>();
        foreach (var line in Lines(text))
        {
            var at = line.AsSpan().IndexOfAny(':', '=');
            if (at < 1 || at == line.Length - 1)
            {
                mistakes.Add(new("labels", $"'{line}' is not a label; write it as key:value, e.g. env:prod."));
            }
            else if (!labels.TryAdd(line[..at].TrimEnd(), line[(at + 1)..].TrimStart()))
            {
                mistakes.Add(new("labels", $"The label {line[..at].TrimEnd()} is there twice."));
            }
        }

        return labels;
    }

    // The address is the last word, the title is what stands before it.
    private static MachineLink ReadLink(string line)
    {
        var at = line.LastIndexOf(' ');
        return at < 0 ? new MachineLink("", line) : new MachineLink(line[..at].Trim(), line[(at + 1)..]);
    }

    private static string[] List(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? NullIfEmpty(string text) => text.Trim() is { Length: > 0 } value ? value : null;
}
