using System.Globalization;
using System.Text;

namespace WebShell.Core.Vt;

/// <summary>
/// Writes the sequences that bring a terminal into the state of another. The order is part of it: what moves the cursor comes
/// before the cursor, the other screen before this one, and what a saved cursor holds is set before it is saved.
/// </summary>
internal sealed class VtPreamble(VtTerminal terminal, StringBuilder text, bool isFresh)
{
    private readonly VtScreen _screen = terminal.Screen;
    private readonly VtModes _modes = terminal.Modes;

    public void Write()
    {
        if (!isFresh)
        {
            Reset();
        }

        Surroundings();
        Buffer(_screen.Normal);
        OtherScreen();
        Charsets();
        if (_screen.IsAlternate)
        {
            Add("\e[?47h");
            Layout(_screen.Alternate);
        }

        Pen();
        Modes();
        Cursor();
    }

    // CAN ends an open sequence. Both screens are reset, each by DECSTR on it; what stood on the normal one is scrolled out of the way.
    private void Reset()
    {
        Add("\x18\e[?47h\e[!p\e[?47l\e[!p\e[?1000l\e[?1006l\e[?2026l\e[20l\e]104\e\\\e]110\e\\\e]111\e\\\e]112\e\\");
        Add($"\e[{_screen.Rows}H{new string('\n', _screen.Rows)}");
    }

    private void Surroundings()
    {
        if (terminal.Title.IsSet || !isFresh)
        {
            Add($"\e]2;{terminal.Title.Text}\e\\");
        }

        for (var index = 0; index < VtPalette.Colours; index++)
        {
            Colour($"4;{index}", terminal.Palette[index]);
        }

        Colour("10", terminal.Palette[VtPalette.Colours]);
        Colour("11", terminal.Palette[VtPalette.Colours + 1]);
        Colour("12", terminal.Palette[VtPalette.Colours + 2]);
    }

    private void Colour(string command, int? colour)
    {
        if (colour is { } value)
        {
            Add($"\e]{command};rgb:{value >> 16:x2}/{(value >> 8) & 0xFF:x2}/{value & 0xFF:x2}\e\\");
        }
    }

    private void Buffer(VtBuffer buffer)
    {
        Saved(buffer);
        Layout(buffer);
    }

    // Leaving the alternate screen clears all of it but the saved cursor.
    private void OtherScreen()
    {
        if (_screen.Alternate.HasSaved)
        {
            Add("\e[?47h");
            Saved(_screen.Alternate);
            Add("\e[?47l");
        }
    }

    private void Saved(VtBuffer buffer)
    {
        if (buffer.HasSaved)
        {
            var saved = buffer.Saved;
            Add($"{Designation('(', saved.Charset)}{Sgr(new VtPen { Fore = saved.Fore, Back = saved.Back })}");
            Place(buffer.SavedRow(_screen.Rows), saved.Column);
            Add("\e7\e[m\e(B");
        }
    }

    private void Layout(VtBuffer buffer)
    {
        if (!isFresh || !buffer.Tabs.AreSame(VtTabStops.Every8(_screen.Columns), _screen.Columns))
        {
            Add("\e[3g");
            for (var column = 0; column < _screen.Columns; column++)
            {
                Add(buffer.Tabs[column] ? $"\e[{column + 1}G\eH" : "");
            }
        }

        if (buffer.Top != 0 || buffer.Bottom != _screen.Rows - 1)
        {
            Add($"\e[{buffer.Top + 1};{buffer.Bottom + 1}r");
        }
    }

    private void Charsets()
    {
        var charsets = _screen.Charsets;
        for (var level = 0; level < 4; level++)
        {
            Add(charsets[level] == 0 ? "" : Designation("()*+"[level], charsets[level]));
        }

        Add(charsets.Level switch { 1 => "\e~", 2 => "\en", 3 => "\eo", _ => "" });
        if (charsets.InForce == charsets[charsets.Level])
        {
            return;
        }

        // Only a restored cursor brings a set that none of the four is; the saved one it came from still holds it.
        var isNormal = _screen.Normal.Saved.Charset == charsets.InForce;
        Add(isNormal ? "\e8" : "\e[?47h\e8\e[?47l");
    }

    private void Pen()
    {
        Add(Sgr(_screen.Pen));
        if (terminal.Link.IsOpen && (_screen.Pen.Back & VtPen.Extended) != 0)
        {
            Add($"\e]8;{terminal.Link.Text}\e\\");
        }
    }

    private void Modes()
    {
        When(_modes.NewLine, "\e[20h");
        When(_modes.Insert, "\e[4h");
        When(_modes.ApplicationCursorKeys, "\e[?1h");
        When(!_modes.Wraparound, "\e[?7l");
        When(_modes.ReverseWraparound, "\e[?45h");
        When(_modes.ApplicationKeypad, "\e=");
        When(_modes.BracketedPaste, "\e[?2004h");
        When(_modes.Mouse != VtModes.NoMouse, $"\e[?{_modes.Mouse}h");
        When(_modes.MouseEncoding != 0, $"\e[?{_modes.MouseEncoding}h");
        When(_modes.SendsFocus, "\e[?1004h");
        When(_modes.Blink is not null, _modes.Blink == true ? "\e[?12h" : "\e[?12l");
        When(_modes.IsCursorHidden, "\e[?25l");
        if (_modes.CursorShape != 0 || _modes.ShapeBlinks is not null)
        {
            // 7 and 8 blink or not, and have no shape.
            var shape = _modes.CursorShape == 0 ? 8 : _modes.CursorShape * 2;
            Add($"\e[{(_modes.ShapeBlinks == true ? shape - 1 : shape)} q");
        }
    }

    private void Cursor()
    {
        var row = _screen.Active.Y;
        if (_modes.Origin)
        {
            Add("\e[?6h");
            row -= _screen.Active.Top;
        }

        Place(row, _screen.Active.X);

        // Only a character gets the cursor behind the last column, where it waits for the next one to wrap the line.
        When(_screen.Active.X == _screen.Columns, " ");
        When(_modes.SynchronizedOutput, "\e[?2026h");
    }

    private void Place(int row, int column) => Add($"\e[{row + 1};{Math.Min(column + 1, _screen.Columns)}H");

    private static string Designation(char intermediate, byte set) => $"\e{intermediate}{(set == 0 ? 'B' : (char)set)}";

    private void When(bool isSo, string sequence) => Add(isSo ? sequence : "");

    private void Add(string sequence) => text.Append(sequence);

    private static string Sgr(VtPen pen)
    {
        var codes = new StringBuilder("\e[0");
        foreach (var (flag, code) in ForeFlags)
        {
            codes.Append((pen.Fore & flag) != 0 ? code : "");
        }

        foreach (var (flag, code) in BackFlags)
        {
            codes.Append((pen.Back & flag) != 0 ? code : "");
        }

        codes.Append((pen.Fore & VtPen.Underline) != 0 ? string.Create(CultureInfo.InvariantCulture, $";4:{Math.Max(1, pen.Style)}") : "");
        codes.Append(Colour(pen.Fore, 3)).Append(Colour(pen.Back, 4)).Append(Colour(pen.Line, 5)).Append('m');
        return codes.Append((pen.Back & VtPen.Protected) != 0 ? "\e[1\"q" : "").ToString();
    }

    private static (uint Flag, string Code)[] ForeFlags { get; } =
    [
        (VtPen.Bold, ";1"), (VtPen.Blink, ";5"), (VtPen.Inverse, ";7"), (VtPen.Invisible, ";8"), (VtPen.Strikethrough, ";9"),
    ];

    private static (uint Flag, string Code)[] BackFlags { get; } = [(VtPen.Dim, ";2"), (VtPen.Italic, ";3"), (VtPen.Overline, ";53")];

    // Tens 3 and 4 are the foreground and the background; the underline, 5, has no short forms.
    private static string Colour(uint colour, int tens)
    {
        var value = colour & VtPen.RgbValue;
        var index = colour & VtPen.PaletteValue;
        return (colour & VtPen.ColourMode) switch
        {
            VtPen.Palette16 => index < 8 ? $";{tens}{index}" : $";{tens + 6}{index - 8}",
            VtPen.Palette256 => $";{tens}8;5;{index}",
            VtPen.Rgb => $";{tens}8;2;{value >> 16};{(value >> 8) & 0xFF};{value & 0xFF}",
            _ => "",
        };
    }
}
