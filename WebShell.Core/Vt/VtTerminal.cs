namespace WebShell.Core.Vt;

/// <summary>
/// What xterm.js 6.0.0 remembers of the output it was given, without the characters on the screen (InputHandler.ts). The parser
/// calls it; the finals and numbers are those of ECMA-48, DEC STD 070 and xterm's ctlseqs.
/// </summary>
internal sealed class VtTerminal(int columns, int rows)
{
    // The page clamps counts at this (guard.js), so that a repeated character costs no minutes.
    private const int MaxRepeats = 5000;

    public VtScreen Screen { get; } = new(columns, rows);

    public VtModes Modes => Screen.Modes;

    public VtTitle Title { get; } = new();

    public VtPalette Palette { get; } = new();

    public VtLink Link { get; } = new();

    public void PrintAscii(int count) => Screen.PrintAscii(count);

    public void Print(int character) => Screen.Print(character);

    public void Execute(int control)
    {
        switch (control)
        {
            case 0x08:
                Screen.Backspace();
                break;
            case 0x09:
                Screen.Tab();
                break;
            case 0x0A or 0x0B or 0x0C:
                Screen.LineFeed();
                break;
            case 0x0D:
                Screen.CarriageReturn();
                break;
            case 0x0E:
                Screen.Charsets.Shift(1);
                break;
            case 0x0F:
                Screen.Charsets.Shift(0);
                break;
            case 0x84:
                Screen.Index();
                break;
            case 0x85:
                Screen.NextLine();
                break;
            case 0x88:
                Screen.SetTab();
                break;
        }

        EndString();
    }

    public void Escape(int sequence)
    {
        switch (sequence)
        {
            case '7':
                Screen.SaveCursor();
                break;
            case '8':
                Screen.RestoreCursor();
                break;
            case 'D':
                Screen.Index();
                break;
            case 'E':
                Screen.NextLine();
                break;
            case 'H':
                Screen.SetTab();
                break;
            case 'M':
                Screen.ReverseIndex();
                break;
            case '=':
                Modes.ApplicationKeypad = true;
                break;
            case '>':
                Modes.ApplicationKeypad = false;
                break;
            case 'c':
                Reset();
                break;
            case ('#' << 8) | '8':
                Screen.Home();
                break;
            default:
                Screen.Charsets.Escape(sequence);
                break;
        }

        EndString();
    }

    public void Control(int sequence, VtParameters parameters)
    {
        if (!Screen.TryMove(sequence, parameters))
        {
            Set(sequence, parameters);
        }

        EndString();
    }

    public void Command(VtString command)
    {
        var number = command.Number;
        if (number is 0 or 2)
        {
            Title.Set(command.Content);
        }
        else if (command.IsCut)
        {
            // Longer than any colour, and a link of that length is none.
            return;
        }
        else if (number == 8)
        {
            Link.Set(command.Content);
            Screen.Pen.UpdateExtended(Link.IsOpen);
        }
        else
        {
            Palette.Set(number, command.Content);
        }
    }

    /// <summary>Something that is no text has ended: no character joins the one before it any more.</summary>
    public void EndString() => Screen.LastWidth = 0;

    private void Set(int sequence, VtParameters parameters)
    {
        switch (sequence)
        {
            case 'm':
                Screen.Pen.Apply(parameters, Link.IsOpen);
                break;
            case ('"' << 8) | 'q':
                Screen.Pen.Protect(parameters[0]);
                break;
            case 'b':
                Screen.Repeat(Math.Min(parameters.CountAt(0), MaxRepeats));
                break;
            case 'h' or 'l':
                SetModes(parameters, isSet: sequence == 'h');
                break;
            case ('?' << 8) | 'h' or ('?' << 8) | 'l':
                SetPrivateModes(parameters, isSet: (sequence & 0xFF) == 'h');
                break;
            case (' ' << 8) | 'q':
                Modes.SetCursorStyle(parameters[0]);
                break;
            case ('!' << 8) | 'p':
                Screen.SoftReset();
                Link.Close();
                break;
        }
    }

    private void SetModes(VtParameters parameters, bool isSet)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            Modes.Set(parameters[i], isSet);
        }
    }

    private void SetPrivateModes(VtParameters parameters, bool isSet)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (!Screen.SetPrivateMode(parameters[i], isSet))
            {
                Modes.SetPrivate(parameters[i], isSet);
            }
        }
    }

    // Title, colours, mouse pointer and cursor visibility stay as they are: so they do in xterm.js.
    private void Reset()
    {
        Screen.Reset();
        Link.Close();
    }
}
