namespace WebShell.Core.Inventory.Formats;

/// <summary>One machine as a source lists it: what it says is valid; null is a field that the source says nothing about.</summary>
public sealed record ListedMachine
{
    /// <summary>The name it has in the source; unique in it without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands in the source, in words: <c>line 12</c>, <c>row 7</c>, <c>machine 3</c>.</summary>
    public required string Place { get; init; }

    public string? Address { get; init; }

    public IReadOnlyList<string>? OtherAddresses { get; init; }

    public int? Port { get; init; }

    public IReadOnlyList<string>? Logins { get; init; }

    public IReadOnlyList<string>? Jumps { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public string? OperatingSystem { get; init; }

    public string? Owner { get; init; }

    /// <summary>Markdown.</summary>
    public string? Notes { get; init; }

    public string? Credential { get; init; }

    public string? ConsoleUrl { get; init; }

    public string? HostKeyPolicy { get; init; }

    public IReadOnlyList<MachineLink>? Links { get; init; }

    public bool? AllowLoopback { get; init; }

    public bool? AllowsLegacyAlgorithms { get; init; }
}
