namespace WebShell.Core.Vt;

/// <summary>The switches of the terminal; each name is DEC's or xterm's.</summary>
internal sealed class VtModes
{
    public const int NoMouse = 0;

    public bool ApplicationCursorKeys { get; set; }

    public bool ApplicationKeypad { get; set; }

    public bool BracketedPaste { get; set; }

    public bool Insert { get; set; }

    public bool IsCursorHidden { get; set; }

    /// <summary>LNM: a line feed goes to the first column too.</summary>
    public bool NewLine { get; set; }

    public bool Origin { get; set; }

    public bool ReverseWraparound { get; set; }

    public bool SendsFocus { get; set; }

    public bool SynchronizedOutput { get; set; }

    public bool Wraparound { get; set; } = true;

    /// <summary>The number of the mouse mode in force: 9, 1000, 1002, 1003 or <see cref="NoMouse"/>.</summary>
    public int Mouse { get; set; }

    /// <summary>1006, 1016, or zero for the old encoding.</summary>
    public int MouseEncoding { get; set; }

    /// <summary>Whether the cursor blinks by mode 12; null: as the user has set it.</summary>
    public bool? Blink { get; set; }

    /// <summary>By DECSCUSR: 1 block, 2 underline, 3 bar; zero: as the user has set it.</summary>
    public int CursorShape { get; set; }

    /// <summary>By DECSCUSR; null: as the user has set it.</summary>
    public bool? ShapeBlinks { get; set; }

    public void Set(int mode, bool isSet)
    {
        switch (mode)
        {
            case 4:
                Insert = isSet;
                break;
            case 20:
                NewLine = isSet;
                break;
        }
    }

    public void SetPrivate(int mode, bool isSet)
    {
        switch (mode)
        {
            case 1:
                ApplicationCursorKeys = isSet;
                break;
            case 7:
                Wraparound = isSet;
                break;
            case 9 or 1000 or 1002 or 1003:
                Mouse = isSet ? mode : NoMouse;
                break;
            case 12:
                Blink = isSet;
                break;
            case 25:
                IsCursorHidden = !isSet;
                break;
            case 45:
                ReverseWraparound = isSet;
                break;
            case 66:
                ApplicationKeypad = isSet;
                break;
            case 1004:
                SendsFocus = isSet;
                break;
            case 1006 or 1016:
                MouseEncoding = isSet ? mode : 0;
                break;
            case 2004:
                BracketedPaste = isSet;
                break;
            case 2026:
                SynchronizedOutput = isSet;
                break;
        }
    }

    /// <summary>DECSCUSR (CSI Ps SP q).</summary>
    public void SetCursorStyle(int style)
    {
        if (style == 0)
        {
            (CursorShape, ShapeBlinks) = (0, null);
            return;
        }

        CursorShape = style <= 6 ? (style + 1) / 2 : CursorShape;
        ShapeBlinks = style % 2 == 1;
    }

    /// <summary>What both resets have in common; the mouse, the cursor's visibility and what are options in xterm.js stay.</summary>
    public void Reset()
    {
        ApplicationCursorKeys = ApplicationKeypad = BracketedPaste = Insert = Origin = ReverseWraparound = SendsFocus = SynchronizedOutput = false;
        Wraparound = true;
        (CursorShape, ShapeBlinks) = (0, null);
    }
}
