namespace WebShell.App.Palette;

/// <summary>One line of the palette: what it is called, and where it leads.</summary>
public sealed record PaletteEntry
{
    public required PaletteKind Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>Where it leads, relative to the base; for a machine the address of a shell on it.</summary>
    public required string Url { get; init; }

    /// <summary>What else tells it from others.</summary>
    public string Meta { get; init; } = "";

    /// <summary>The machine's environment, or empty.</summary>
    public string Environment { get; init; } = "";

    /// <summary>The machine to open a shell on; null for everything else.</summary>
    public string? Slug { get; init; }

    public FuzzyMatch Match { get; init; }
}

/// <summary>The sections of the palette, in their order.</summary>
public enum PaletteKind
{
    Shell,
    Machine,
    View,
    Action,
}
