namespace WebShell.App.Terminals;

/// <summary>How to look for a text in a terminal.</summary>
public sealed record TerminalFindOptions
{
    public bool CaseSensitive { get; init; }

    public bool Regex { get; init; }

    public bool Backwards { get; init; }
}

/// <summary>Which match of how many is shown; <paramref name="Index"/> counts from 1 and is 0 when there is none.</summary>
public readonly record struct TerminalFindResult(int Index, int Count);
