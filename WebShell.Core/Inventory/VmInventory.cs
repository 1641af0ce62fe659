namespace WebShell.Core.Inventory;

/// <summary>The machines that the portal knows, from all its sources; reads are answered from memory. Thread-safe singleton.</summary>
public sealed class VmInventory
{
    /// <summary>False until every source has been read once.</summary>
    public bool IsLoaded => throw new NotImplementedException();

    /// <summary>What went wrong with a source the last time, in words for the user; null when nothing did.</summary>
    public string? Error => throw new NotImplementedException();

    /// <summary>All machines by name order.</summary>
    public IReadOnlyList<Vm> All => throw new NotImplementedException();

    /// <summary>The set of machines changed; from any thread.</summary>
    public event Action? Changed { add => throw new NotImplementedException(); remove => throw new NotImplementedException(); }

    /// <summary>The machine of that name (case-insensitive), or null.</summary>
    public Vm? Find(string name) => throw new NotImplementedException();

    /// <summary>The machines that match every word and label of the query, by name order. Empty query: all.</summary>
    public IReadOnlyList<Vm> Search(VmQuery query) => throw new NotImplementedException();
}

/// <summary>
/// What to look for: words (all must occur in name, address, login, OS, owner or a label's value; case-insensitive) and labels
/// (<c>env:prod</c>, excluded with a leading minus).
/// </summary>
public sealed record VmQuery
{
    public IReadOnlyList<string> Words { get; init; } = [];

    public IReadOnlyList<string> ExcludedWords { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> ExcludedLabels { get; init; } = [];

    /// <summary>Reads <c>free text env:prod role=web -site:ams2</c>; never fails, what is not a label is a word.</summary>
    public static VmQuery Parse(string text) => throw new NotImplementedException();
}
