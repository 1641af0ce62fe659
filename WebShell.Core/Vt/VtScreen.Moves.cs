namespace WebShell.Core.Vt;

// Control sequences that move the cursor, or say where it may go.
internal sealed partial class VtScreen
{
    /// <summary>False: the sequence (intermediates and final) does not concern the cursor's place.</summary>
    public bool TryMove(int sequence, VtParameters parameters)
    {
        var count = parameters.CountAt(0);
        switch (sequence)
        {
            case 'A':
                Up(count);
                break;
            case 'B':
                DownBy(count);
                break;
            case 'C' or 'a':
                MoveBy(count, 0);
                break;
            case 'D':
                MoveBy(-count, 0);
                break;
            case 'E':
                DownBy(count);
                Active.X = 0;
                break;
            case 'F':
                Up(count);
                Active.X = 0;
                break;
            case 'G' or '`':
                MoveTo(count - 1, Active.Y);
                break;
            case 'H' or 'f':
                MoveTo(parameters.CountAt(1) - 1, count - 1);
                break;
            case 'd':
                MoveTo(Active.X, count - 1);
                break;
            case 'e':
                MoveBy(0, count);
                break;
            case 's':
                SaveCursor();
                break;
            case 'u':
                RestoreCursor();
                break;
            case 'r':
                SetRegion(parameters);
                break;
            default:
                return TryTab(sequence, parameters) || TryEdit(sequence, parameters[0]);
        }

        return true;
    }

    /// <summary>The first cell, of the region in origin mode.</summary>
    public void Home() => MoveTo(0, 0);

    private bool TryTab(int sequence, VtParameters parameters)
    {
        switch (sequence)
        {
            case 'I':
                TabBy(Math.Min(parameters.CountAt(0), Columns), isForward: true);
                return true;
            case 'Z':
                TabBy(Math.Min(parameters.CountAt(0), Columns), isForward: false);
                return true;
            case 'g':
                ClearTabs(parameters[0]);
                return true;
            default:
                return false;
        }
    }

    // What changes characters matters only where it also moves the cursor.
    private bool TryEdit(int sequence, int parameter)
    {
        switch (sequence)
        {
            case '@' or 'P' or 'X':
                Restrict(Columns - 1);
                return true;
            case 'J' or 'K' or ('?' << 8) | 'J' or ('?' << 8) | 'K':
                Restrict(Columns);
                if (parameter == 3 && (sequence & 0xFF) == 'J')
                {
                    Active.ClearScrollback();
                }

                return true;
            case 'L' or 'M':
                Restrict(Columns - 1);
                Active.X = Active.Y < Active.Top || Active.Y > Active.Bottom ? Active.X : 0;
                return true;
            default:
                return false;
        }
    }

    private void Up(int count)
    {
        var room = Active.Y - Active.Top;
        MoveBy(0, -(room >= 0 ? Math.Min(room, count) : count));
    }

    private void DownBy(int count)
    {
        var room = Active.Bottom - Active.Y;
        MoveBy(0, room >= 0 ? Math.Min(room, count) : count);
    }

    private void TabBy(int count, bool isForward)
    {
        for (; count > 0 && Active.X < Columns; count--)
        {
            Active.X = isForward ? Active.Tabs.Next(Active.X, Columns) : Active.Tabs.Previous(Active.X, Columns);
        }
    }

    private void ClearTabs(int which)
    {
        if (which == 0)
        {
            Active.Tabs[Active.X] = false;
        }
        else if (which == 3)
        {
            Active.Tabs.Clear();
        }
    }

    // DECSTBM.
    private void SetRegion(VtParameters parameters)
    {
        var top = parameters.CountAt(0);
        var bottom = parameters.Count < 2 || parameters[1] == 0 || parameters[1] > Rows ? Rows : parameters[1];
        if (bottom > top)
        {
            (Active.Top, Active.Bottom) = (top - 1, bottom - 1);
            MoveTo(0, 0);
        }
    }

    private void MoveBy(int columns, int rows)
    {
        Restrict(Columns - 1);
        MoveTo((long)Active.X + columns, (long)Active.Y + rows);
    }

    // xterm.js adds the region's top in relative moves too.
    private void MoveTo(long column, long row)
    {
        row += Modes.Origin ? Active.Top : 0;
        Active.X = (int)Math.Clamp(column, 0, Columns - 1);
        Active.Y = (int)Math.Clamp(row, 0, Rows - 1);
        Restrict(Columns - 1);
    }

    private void Restrict(int lastColumn)
    {
        Active.X = Math.Clamp(Active.X, 0, lastColumn);
        Active.Y = Modes.Origin ? Math.Min(Active.Bottom, Math.Max(Active.Top, Active.Y)) : Math.Clamp(Active.Y, 0, Rows - 1);
    }
}
