namespace WebShell.Core.Shells;

/// <summary>The dimensions of a terminal in character cells, always within <see cref="MinColumns"/>–<see cref="MaxColumns"/> × <see cref="MinRows"/>–<see cref="MaxRows"/> after <see cref="Clamp"/>.</summary>
public readonly record struct TerminalSize(int Columns, int Rows)
{
    public const int MinColumns = 2;
    public const int MaxColumns = 1000;
    public const int MinRows = 1;
    public const int MaxRows = 500;

    /// <summary>What a terminal has before its page has measured itself.</summary>
    public static TerminalSize Default => new(80, 24);

    /// <summary>The nearest size that a terminal may have.</summary>
    public TerminalSize Clamp() => new(Math.Clamp(Columns, MinColumns, MaxColumns), Math.Clamp(Rows, MinRows, MaxRows));

    public override string ToString() => $"{Columns}×{Rows}";
}
