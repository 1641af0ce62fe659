using System.Globalization;
using CsvHelper;

namespace WebShell.Core.Inventory.Formats;

/// <summary>Writes machines as the table that <see cref="CsvFormat"/> reads back the same; no spreadsheet takes a cell of it for a formula.</summary>
public static class CsvExport
{
    /// <summary>Keys that have a column of their own, the most frequent ones; labels with others share one.</summary>
    private const int MaxLabelColumns = 100;

    public static void Write(IReadOnlyCollection<Vm> machines, TextWriter output)
    {
        using var csv = CsvWriter.Create(output, CsvWriterOptions.Default with { Quoting = CsvQuoting.WhenNeededOrWhitespace }, leaveOpen: true);
        var keys = machines.SelectMany(vm => vm.Labels.Keys).GroupBy(key => key).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(MaxLabelColumns).Select(group => group.Key).ToHashSet();
        string[] columns = [.. keys.Order(StringComparer.Ordinal)];
        WriteRow(csv, [
            "name", "address", "other addresses", "port", "logins", "jumps", "os", "owner", "credential", "host key policy", "algorithms", "allowLoopback",
            "console", "notes", "links", .. columns.Select(key => CsvColumns.LabelPrefix + key), "labels"]);
        foreach (var vm in machines)
        {
            WriteRow(csv, Cells(vm, columns, keys));
        }
    }

    private static IEnumerable<string> Cells(Vm vm, string[] columns, HashSet<string> keys) =>
    [
        vm.Name, vm.Address, string.Join(' ', vm.OtherAddresses), vm.Port.ToString(CultureInfo.InvariantCulture), string.Join(' ', vm.Logins), string.Join(' ', vm.Jumps),
        vm.OperatingSystem, vm.Owner, vm.Credential ?? "", vm.HostKeyPolicy ?? "", vm.AllowsLegacyAlgorithms ? VmValidation.LegacyAlgorithms : "modern",
        vm.AllowLoopback ? "true" : "false", vm.ConsoleUrl ?? "", vm.Notes, string.Join('\n', vm.Links.Select(link => $"{link.Title} {link.Url}")),
        .. columns.Select(key => vm.Labels.GetValueOrDefault(key, "")),
        // An empty cell says nothing, so a value of blanks only goes where values are quoted.
        CsvText.WriteLabels(vm.Labels.Where(label => !keys.Contains(label.Key) || string.IsNullOrWhiteSpace(label.Value))),
    ];

    private static void WriteRow(CsvWriter csv, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(CsvText.Guarded(cell));
        }

        csv.EndRecord();
    }
}
