namespace WebShell.Core.Personal;

/// <summary>That a person opened shells on a machine.</summary>
/// <param name="Count">How many.</param>
/// <param name="LastAt">When the last one could be used.</param>
public readonly record struct MachineUse(int Count, DateTimeOffset LastAt);
