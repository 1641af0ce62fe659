namespace WebShell.Core.Inventory.Import;

/// <summary>A place that machines are listed in, and when it is looked at.</summary>
public sealed record MachineSource
{
    /// <summary>The one that the configuration names (<c>WebShell:Inventory:File</c>).</summary>
    public const string ConfiguredId = "configured";

    public const int MaxNameLength = 100;
    public const int MaxPlaceLength = 2048;

    /// <summary>The kind of a file whose format is found out by its name and its beginning.</summary>
    public const string AnyFile = "file";

    /// <summary>The shortest schedule.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(1);

    /// <summary>The longest schedule.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromDays(7);

    public required string Id { get; init; }

    /// <summary>What people call it; unique without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>The name of its format (<c>yaml</c>, <c>csv</c>, <c>netbox</c> …), or <see cref="AnyFile"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>A file on the portal's machine, or an address; null: its lists are uploaded.</summary>
    public string? Place { get; init; }

    /// <summary>The file with the token that is shown to it; null: none. Never the token itself.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The logins of machines for which it names none, the usual one first.</summary>
    public IReadOnlyList<string> DefaultLogins { get; init; } = [];

    /// <summary>How often it is read; null: only when somebody asks.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>False: its schedule rests, its machines stay.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>It is asked over HTTP.</summary>
    public bool IsOverHttp => Place is { } place && (place.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || place.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    public bool IsConfigured => Id == ConfiguredId;
}
