namespace WebShell.Core.Inventory;

/// <summary>
/// What a machine can be asked for, sorted and grouped by, by its name: the fields of its entry (<c>os</c>, <c>owner</c>) and its labels.
/// A label is found by its key alone, too; where a field has that name, <c>label.</c> in front means the label.
/// </summary>
public static class VmField
{
    /// <summary>In front of a label's key: <c>label.os</c> is the label, <c>os</c> the field.</summary>
    public const string LabelPrefix = "label.";

    public const string Name = "name";
    public const string Address = "address";
    public const string System = "os";
    public const string Owner = "owner";
    public const string Login = "login";
    public const string Jump = "jump";
    public const string Source = "source";

    private static readonly Dictionary<string, Func<Vm, IEnumerable<string>>> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        [Name] = vm => [vm.Name],
        [Address] = vm => [vm.Address, .. vm.OtherAddresses],
        [System] = vm => [vm.OperatingSystem],
        [Owner] = vm => [vm.Owner],
        [Login] = vm => vm.Logins,
        [Jump] = vm => vm.Jumps,
        [Source] = vm => [vm.Source],
    };

    /// <summary>Whether an entry has a field of that name.</summary>
    public static bool IsField(string name) => ByName.ContainsKey(name);

    /// <summary>What one machine has there, empty when nothing; of several the first, which is the usual one.</summary>
    public static string ValueOf(Vm vm, string name) => ByName.TryGetValue(name, out var field)
        ? field(vm).FirstOrDefault() ?? ""
        : LabelOf(vm, KeyOf(name));

    /// <summary>The label's key that is meant by a name that is no field's.</summary>
    internal static string KeyOf(string name) => name.StartsWith(LabelPrefix, StringComparison.OrdinalIgnoreCase) ? name[LabelPrefix.Length..] : name;

    /// <summary>All that one machine has in a field; nothing where there is no such field.</summary>
    internal static IEnumerable<string> ValuesOf(Vm vm, string name) => ByName.TryGetValue(name, out var field) ? field(vm) : [];

    // Written as in the entry nearly always: the walk over all of them is for the rest.
    private static string LabelOf(Vm vm, string key)
    {
        if (vm.Labels.TryGetValue(key, out var value))
        {
            return value;
        }

        foreach (var label in vm.Labels)
        {
            if (label.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return label.Value;
            }
        }

        return "";
    }
}
