namespace WebShell.Core.Vt;

/// <summary>One of the two screens without its characters: cursor, scroll region, tab stops, saved cursor (buffer/Buffer.ts).</summary>
/// <remarks>
/// The lines above the screen are only counted, and never cut: xterm.js cuts at the scrollback that the user has set, which the
/// server does not know. Lines that are re-flowed when the width changes are not followed.
/// </remarks>
internal sealed class VtBuffer(bool hasScrollback, int columns, int rows)
{
    private VtTabStops _tabs = VtTabStops.Every8(columns);
    private int _rows = rows;

    public int X { get; set; }

    public int Y { get; set; }

    public int Top { get; set; }

    public int Bottom { get; set; } = rows - 1;

    /// <summary>How many lines lie above the screen.</summary>
    public long Above { get; private set; }

    public VtSavedCursor Saved { get; set; }

    public ref VtTabStops Tabs => ref _tabs;

    /// <summary>The row a restored cursor would be in.</summary>
    public int SavedRow(int rows) => (int)Math.Clamp(Saved.Line - Above, 0, rows - 1);

    public bool HasSaved => Saved != new VtSavedCursor(0, Saved.Line, 0, 0, 0) || SavedRow(int.MaxValue) != 0;

    public void Scroll()
    {
        if (Top == 0 && hasScrollback)
        {
            Above++;
        }
    }

    public void ClearScrollback() => Above = 0;

    /// <summary>The alternate screen is cleared when it is left.</summary>
    public void Clear(int columns)
    {
        (X, Y, Above) = (0, 0, 0);
        ResetRegion();
        _tabs = VtTabStops.Every8(columns);
    }

    public void Reset(int columns)
    {
        Clear(columns);
        Saved = default;
    }

    public void ResetRegion() => (Top, Bottom) = (0, _rows - 1);

    public void Resize(int columns, int rows, bool isFilled)
    {
        if (isFilled)
        {
            ResizeFilled(columns, rows);
            Top = 0;
        }

        Bottom = rows - 1;
        _rows = rows;
        _tabs.Resize(columns);
    }

    private void ResizeFilled(int columns, int rows)
    {
        var lines = Above + _rows;
        var pulled = 0;
        for (var row = _rows; row < rows && lines < rows + Above; row++)
        {
            if (Above > 0 && lines <= Above + Y + pulled + 1)
            {
                // Lines come back from above.
                Above--;
                pulled++;
            }
            else
            {
                lines++;
            }
        }

        for (var row = _rows; row > rows; row--)
        {
            if (lines > Above + Y + 1)
            {
                lines--;
            }
            else
            {
                Above++;
            }
        }

        CutAlternate(lines - rows);
        X = Math.Min(X, columns - 1);
        Y = Math.Min(Y, rows - 1) + pulled;
        Saved = Saved with { Column = Math.Min(Saved.Column, columns - 1) };
    }

    private void CutAlternate(long surplus)
    {
        if (!hasScrollback && surplus > 0)
        {
            Above = Math.Max(Above - surplus, 0);
            Saved = Saved with { Line = Math.Max(Saved.Line - surplus, 0) };
        }
    }
}
