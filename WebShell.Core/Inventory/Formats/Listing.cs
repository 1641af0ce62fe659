namespace WebShell.Core.Inventory.Formats;

/// <summary>What one source said: the machines that are valid, those that were rejected, and what was understood but has no meaning here.</summary>
/// <param name="Machines">By the order of the source; names are unique without regard to case.</param>
/// <param name="Rejected">One entry a machine; the others do not suffer from it.</param>
/// <param name="Ignored">Sentences for the user, e.g. <c>ForwardAgent (line 3)</c>; bounded.</param>
public sealed record Listing(IReadOnlyList<ListedMachine> Machines, IReadOnlyList<Rejection> Rejected, IReadOnlyList<string> Ignored)
{
    /// <summary>The name of the format it was read as.</summary>
    public string Format { get; init; } = "";
}
