namespace WebShell.Core.Vt;

// Characters and the controls that belong to text.
internal sealed partial class VtScreen
{
    /// <summary>So many characters of one cell each.</summary>
    public void PrintAscii(int count)
    {
        LastWidth = 1;
        if (!Modes.Wraparound)
        {
            Active.X = Math.Min(Columns, Active.X + count);
            return;
        }

        while (Active.X + count > Columns)
        {
            count -= Columns - Active.X;
            WrapLine();
        }

        Active.X += count;
    }

    public void Print(int character)
    {
        var width = CharacterWidth.Of(character);
        if (width == 0 && LastWidth > 0)
        {
            // Joins the character before it, unless that one is not in this line.
            Active.X += Active.X == 0 ? LastWidth : 0;
            return;
        }

        LastWidth = width;
        PrintCells(width);
    }

    /// <summary>REP.</summary>
    public void Repeat(int times)
    {
        for (var width = LastWidth; width > 0 && times > 0; times--)
        {
            PrintCells(width);
        }
    }

    public void LineFeed()
    {
        if (Modes.NewLine)
        {
            Active.X = 0;
        }

        Down();
        if (Active.X >= Columns)
        {
            Active.X--;
        }
    }

    public void CarriageReturn() => Active.X = 0;

    /// <summary>Never back over a wrapped line (mode 45): which lines wrapped is not known here.</summary>
    public void Backspace()
    {
        Restrict(Modes.ReverseWraparound ? Columns : Columns - 1);
        Active.X = Math.Max(0, Active.X - 1);
    }

    public void Tab()
    {
        if (Active.X < Columns)
        {
            Active.X = Active.Tabs.Next(Active.X, Columns);
        }
    }

    public void SetTab() => Active.Tabs[Active.X] = true;

    public void Index()
    {
        Restrict(Columns - 1);
        Down();
        Restrict(Columns - 1);
    }

    public void NextLine()
    {
        Active.X = 0;
        Index();
    }

    public void ReverseIndex()
    {
        Restrict(Columns - 1);
        if (Active.Y != Active.Top)
        {
            Active.Y--;
            Restrict(Columns - 1);
        }
    }

    private void PrintCells(int width)
    {
        if (Active.X + width > Columns)
        {
            if (!Modes.Wraparound)
            {
                Active.X = Columns - 1;
                Active.X += width == 2 ? 0 : 1;
                return;
            }

            WrapLine();
        }

        Active.X += Math.Max(1, width);
    }

    private void WrapLine()
    {
        Active.X = 0;
        Down();
    }

    private void Down()
    {
        Active.Y++;
        if (Active.Y == Active.Bottom + 1)
        {
            Active.Y--;
            Active.Scroll();
        }
        else if (Active.Y >= Rows)
        {
            Active.Y = Rows - 1;
        }
    }
}
