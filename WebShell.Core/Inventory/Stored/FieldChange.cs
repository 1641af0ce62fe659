namespace WebShell.Core.Inventory.Stored;

/// <summary>One field of a machine that became another, as text for people; empty: it has none.</summary>
/// <param name="Field">One of <see cref="MachineFields"/>, e.g. <c>owner</c> or <c>labels.env</c>.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it is.</param>
public sealed record FieldChange(string Field, string From, string To);
