namespace WebShell.Core.Personal;

/// <summary>How a person likes the table of machines, where no view says otherwise. Empty: as the portal has it.</summary>
public sealed record TableSettings
{
    /// <summary>The columns in their order, separated by commas.</summary>
    public string Columns { get; init; } = "";

    /// <summary>What it is grouped by, separated by commas.</summary>
    public string Group { get; init; } = "";

    /// <summary>Taller rows.</summary>
    public bool IsRoomy { get; init; }
}
