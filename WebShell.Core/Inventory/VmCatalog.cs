using System.Collections.Frozen;

namespace WebShell.Core.Inventory;

/// <summary>One state of the inventory, never changed after it was made: by name, and prepared for search.</summary>
internal sealed class VmCatalog
{
    private readonly Vm[] _machines;
    private readonly string[] _haystacks;
    private readonly FrozenDictionary<string, Vm> _byName;
    private readonly FrozenDictionary<string, Vm> _renamed;

    public VmCatalog(IEnumerable<Vm> machines)
    {
        _machines = [.. machines.OrderBy(vm => vm.Name, NaturalOrder.Instance)];
        _haystacks = [.. _machines.Select(Haystack)];
        _byName = _machines.ToFrozenDictionary(vm => vm.Name, StringComparer.OrdinalIgnoreCase);
        _renamed = _machines.Where(vm => !vm.Slug.Equals(vm.Name, StringComparison.OrdinalIgnoreCase)).ToFrozenDictionary(vm => vm.Slug, StringComparer.OrdinalIgnoreCase);
    }

    public static VmCatalog Empty { get; } = new([]);

    public IReadOnlyList<Vm> All => _machines;

    // A slug first: what is kept over a rename must not lead to a machine that took the old name.
    public Vm? Find(string name) => _renamed.GetValueOrDefault(name) ?? _byName.GetValueOrDefault(name);

    public IReadOnlyList<Vm> Search(VmQuery query)
    {
        if (query.IsEmpty)
        {
            return _machines;
        }

        string[] words = [.. query.Words.Select(word => word.ToLowerInvariant())];
        string[] excluded = [.. query.ExcludedWords.Select(word => word.ToLowerInvariant())];
        var found = new List<Vm>();
        for (var i = 0; i < _machines.Length; i++)
        {
            if (Matches(_haystacks[i], words, excluded) && Matches(_machines[i], query))
            {
                found.Add(_machines[i]);
            }
        }

        return found;
    }

    private static bool Matches(string haystack, string[] words, string[] excluded)
    {
        foreach (var word in words)
        {
            if (!haystack.Contains(word, StringComparison.Ordinal))
            {
                return false;
            }
        }

        foreach (var word in excluded)
        {
            if (haystack.Contains(word, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Matches(Vm vm, VmQuery query) =>
        query.Labels.All(label => Has(vm, label)) && !query.ExcludedLabels.Any(label => Has(vm, label));

    private static bool Has(Vm vm, KeyValuePair<string, string> wanted) => vm.Labels.Any(label =>
        label.Key.Equals(wanted.Key, StringComparison.OrdinalIgnoreCase) && label.Value.Equals(wanted.Value, StringComparison.OrdinalIgnoreCase));

    // Newlines between the parts: no word can match across two of them.
    private static string Haystack(Vm vm) =>
        string.Join('\n', [vm.Name, vm.Address, vm.OperatingSystem, vm.Owner, .. vm.Logins, .. vm.Labels.Values]).ToLowerInvariant();
}
