namespace WebShell.Core.Inventory;

/// <summary>A page elsewhere that tells more about a machine.</summary>
/// <param name="Title">What the link says, e.g. <c>Dashboard</c>.</param>
/// <param name="Url">An absolute http or https address.</param>
public sealed record MachineLink(string Title, string Url);
