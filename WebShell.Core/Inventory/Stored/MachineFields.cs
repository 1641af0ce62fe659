using System.Globalization;

namespace WebShell.Core.Inventory.Stored;

/// <summary>The fields of a machine by name, each label as one of its own (<c>labels.env</c>): what differs, and one taken over from another.</summary>
public static class MachineFields
{
    public const string Name = "name";
    public const string LabelPrefix = "labels.";

    private static readonly Field[] Plain =
    [
        new(Name, vm => vm.Name, (to, from) => to with { Slug = to.Slug, Name = from.Name }),
        new("address", vm => vm.Address, (to, from) => to with { Address = from.Address }),
        new("addresses", vm => Lines(vm.OtherAddresses), (to, from) => to with { OtherAddresses = from.OtherAddresses }),
        new("port", vm => vm.Port.ToString(CultureInfo.InvariantCulture), (to, from) => to with { Port = from.Port }),
        new("logins", vm => Lines(vm.Logins), (to, from) => to with { Logins = from.Logins }),
        new("jumps", vm => Lines(vm.Jumps), (to, from) => to with { Jumps = from.Jumps }),
        new("os", vm => vm.OperatingSystem, (to, from) => to with { OperatingSystem = from.OperatingSystem }),
        new("owner", vm => vm.Owner, (to, from) => to with { Owner = from.Owner }),
        new("notes", vm => vm.Notes, (to, from) => to with { Notes = from.Notes }),
        new("links", vm => Lines(vm.Links.Select(link => $"{link.Title}: {link.Url}")), (to, from) => to with { Links = from.Links }),
        new("console", vm => vm.ConsoleUrl ?? "", (to, from) => to with { ConsoleUrl = from.ConsoleUrl }),
        new("hostKeyPolicy", vm => vm.HostKeyPolicy ?? "", (to, from) => to with { HostKeyPolicy = from.HostKeyPolicy }),
        new("credential", vm => vm.Credential ?? "", (to, from) => to with { Credential = from.Credential }),
        new("algorithms", vm => vm.AllowsLegacyAlgorithms ? VmValidation.LegacyAlgorithms : "", (to, from) => to with { AllowsLegacyAlgorithms = from.AllowsLegacyAlgorithms }),
        new("allowLoopback", vm => vm.AllowLoopback ? "true" : "", (to, from) => to with { AllowLoopback = from.AllowLoopback }),
    ];

    private static readonly Dictionary<string, Field> ByName = Plain.ToDictionary(field => field.Name);

    /// <summary>What is different, the labels last. Source and slug are no fields.</summary>
    public static IReadOnlyList<FieldChange> Differences(Vm from, Vm to)
    {
        List<FieldChange>? changes = null;
        foreach (var field in Plain)
        {
            Compare(field.Name, field.Text(from), field.Text(to));
        }

        if (!ReferenceEquals(from.Labels, to.Labels))
        {
            foreach (var (key, value) in from.Labels)
            {
                Compare(LabelPrefix + key, value, to.Labels.GetValueOrDefault(key, ""));
            }

            foreach (var (key, value) in to.Labels.Where(label => !from.Labels.ContainsKey(label.Key)))
            {
                Compare(LabelPrefix + key, "", value);
            }
        }

        return changes ?? (IReadOnlyList<FieldChange>)[];

        void Compare(string field, string before, string after)
        {
            if (before != after)
            {
                (changes ??= []).Add(new FieldChange(field, before, after));
            }
        }
    }

    /// <summary>The field's value as text, one line for each entry of a list; empty: none.</summary>
    public static string Text(Vm vm, string field) =>
        LabelOf(field) is { } key ? vm.Labels.GetValueOrDefault(key, "") : ByName.TryGetValue(field, out var plain) ? plain.Text(vm) : "";

    /// <summary>The machine with that field as the other one has it.</summary>
    public static Vm Take(Vm to, Vm from, string field)
    {
        if (LabelOf(field) is not { } key)
        {
            return ByName.TryGetValue(field, out var plain) ? plain.Take(to, from) : to;
        }

        var labels = new Dictionary<string, string>(to.Labels);
        if (from.Labels.TryGetValue(key, out var value))
        {
            labels[key] = value;
        }
        else
        {
            labels.Remove(key);
        }

        return to with { Labels = labels };
    }

    private static string? LabelOf(string field) => field.StartsWith(LabelPrefix, StringComparison.Ordinal) ? field[LabelPrefix.Length..] : null;

    // No value has a line break but the notes, which are one value.
    private static string Lines(IEnumerable<string> values) => string.Join('\n', values);

    private sealed record Field(string Name, Func<Vm, string> Text, Func<Vm, Vm, Vm> Take);
}
