namespace WebShell.Core.Inventory.Formats;

/// <summary>A machine of a source that was not taken.</summary>
/// <param name="Place">Where it stands in the source, in words: <c>line 12</c>, <c>row 7</c>.</param>
/// <param name="Name">Its name, where it has one that can be shown.</param>
/// <param name="Reason">Every mistake it has, for the user.</param>
public sealed record Rejection(string Place, string? Name, string Reason);
