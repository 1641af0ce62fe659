namespace WebShell.App.Inventory;

/// <summary>How somebody may use a machine: with which logins they may open shells, the usual one first, and the sentence that says why, or why not.</summary>
public sealed record MachineAccess(IReadOnlyList<string> Logins, string Explanation);
