namespace WebShell.Core.Vt;

/// <summary>How the next characters look: the attributes and colours of SGR, packed as xterm.js packs them (buffer/Constants.ts).</summary>
internal struct VtPen
{
    public const uint ColourMode = 0x3000000;
    public const uint Palette16 = 0x1000000;
    public const uint Palette256 = 0x2000000;
    public const uint Rgb = 0x3000000;
    public const uint RgbValue = 0xFFFFFF;
    public const uint PaletteValue = 0xFF;

    public const uint Inverse = 0x4000000;
    public const uint Bold = 0x8000000;
    public const uint Underline = 0x10000000;
    public const uint Blink = 0x20000000;
    public const uint Invisible = 0x40000000;
    public const uint Strikethrough = 0x80000000;

    public const uint Italic = 0x4000000;
    public const uint Dim = 0x8000000;
    public const uint Extended = 0x10000000;
    public const uint Protected = 0x20000000;
    public const uint Overline = 0x40000000;

    private const int StyleShift = 26;
    private const uint StyleMask = 0x1C000000;

    /// <summary>Foreground, and the attributes from Inverse to Strikethrough.</summary>
    public uint Fore { get; set; }

    /// <summary>Background, and the attributes from Italic to Overline. Extended: underline style, its colour and a link count.</summary>
    public uint Back { get; set; }

    /// <summary>The underline's colour.</summary>
    public uint Line { get; private set; }

    /// <summary>1 single, 2 double, 3 curly, 4 dotted, 5 dashed.</summary>
    public uint Style { get; private set; }

    /// <summary>Select graphic rendition.</summary>
    public void Apply(VtParameters parameters, bool isLinkOpen)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            var code = parameters[i];
            if (code is 38 or 48 or 58)
            {
                i += Colour(parameters, i);
            }
            else if (code == 4)
            {
                var subs = parameters.SubsOf(i);
                SetUnderline(subs.IsEmpty ? 1 : subs[0], isLinkOpen);
            }
            else
            {
                Apply(code, isLinkOpen);
            }
        }
    }

    /// <summary>DECSCA.</summary>
    public void Protect(int how)
    {
        Back = how switch { 1 => Back | Protected, 0 or 2 => Back & ~Protected, _ => Back };
    }

    /// <summary>xterm.js looks at style and link only when one of them changes, and so may the flag be behind.</summary>
    public void UpdateExtended(bool isLinkOpen) => Back = isLinkOpen || Style != 0 ? Back | Extended : Back & ~Extended;

    private void Apply(int code, bool isLinkOpen)
    {
        switch (code)
        {
            case 0:
                (Fore, Back, Line, Style) = (0, 0, 0, 0);
                UpdateExtended(isLinkOpen);
                break;
            case 21:
                SetUnderline(2, isLinkOpen);
                break;
            case 24:
                SetUnderline(0, isLinkOpen);
                break;
            case >= 30 and <= 37:
                Fore = Small(Fore, code - 30);
                break;
            case >= 40 and <= 47:
                Back = Small(Back, code - 40);
                break;
            case >= 90 and <= 97:
                Fore = Small(Fore, code - 90 + 8);
                break;
            case >= 100 and <= 107:
                Back = Small(Back, code - 100 + 8);
                break;
            case 39:
                Fore &= ~(ColourMode | RgbValue);
                break;
            case 49:
                Back &= ~(ColourMode | RgbValue);
                break;
            case 59:
                // xterm.js stores -1, which it then takes for white.
                Line = ColourMode | RgbValue;
                UpdateExtended(isLinkOpen);
                break;
            default:
                Flag(code);
                break;
        }
    }

    private void Flag(int code)
    {
        (Fore, Back) = code switch
        {
            1 => (Fore | Bold, Back),
            2 => (Fore, Back | Dim),
            3 => (Fore, Back | Italic),
            5 => (Fore | Blink, Back),
            7 => (Fore | Inverse, Back),
            8 => (Fore | Invisible, Back),
            9 => (Fore | Strikethrough, Back),
            22 => (Fore & ~Bold, Back & ~Dim),
            23 => (Fore, Back & ~Italic),
            25 => (Fore & ~Blink, Back),
            27 => (Fore & ~Inverse, Back),
            28 => (Fore & ~Invisible, Back),
            29 => (Fore & ~Strikethrough, Back),
            53 => (Fore, Back | Overline),
            55 => (Fore, Back & ~Overline),
            _ => (Fore, Back),
        };
    }

    private void SetUnderline(int style, bool isLinkOpen)
    {
        Style = style is < 0 or > 5 ? 1 : (uint)style;
        Fore = Style == 0 ? Fore & ~Underline : Fore | Underline;
        UpdateExtended(isLinkOpen);
    }

    private static uint Small(uint colour, int index) => (colour & ~(ColourMode | PaletteValue)) | Palette16 | (uint)index;

    // How many numbers behind the first were used. The numbers are brought into the order target, mode, colour space, three values
    // (ISO 8613-6), from "38;5;n", "38;2;r;g;b" and the forms with colons; the same steps as _extractColor of xterm.js.
    private int Colour(VtParameters parameters, int at)
    {
        Span<int> numbers = [0, 0, -1, 0, 0, 0];
        var (shift, advance) = (0, 0);
        do
        {
            numbers[advance + shift] = parameters[at + advance];
            if (parameters.SubsOf(at + advance) is { IsEmpty: false } subs)
            {
                for (var i = 0; i < subs.Length && (i == 0 || i + advance + 1 + shift < numbers.Length); i++)
                {
                    shift = numbers[1] == 5 ? 1 : shift;
                    if (advance + i + 1 + shift < numbers.Length)
                    {
                        numbers[advance + i + 1 + shift] = subs[i];
                    }
                }

                break;
            }

            if ((numbers[1] == 5 && advance + shift >= 2) || (numbers[1] == 2 && advance + shift >= 5))
            {
                break;
            }

            shift = numbers[1] != 0 ? 1 : shift;
        }
        while (++advance + at < parameters.Count && advance + shift < numbers.Length);

        Paint(numbers);
        return advance;
    }

    private void Paint(ReadOnlySpan<int> numbers)
    {
        switch (numbers[0])
        {
            case 38:
                Fore = Painted(Fore, numbers);
                break;
            case 48:
                Back = Painted(Back, numbers);
                break;
            case 58:
                Line = Painted(Line, numbers) & (ColourMode | RgbValue);
                break;
        }
    }

    private static uint Painted(uint colour, ReadOnlySpan<int> numbers) => numbers[1] switch
    {
        2 => (colour & ~RgbValue) | Rgb | (Part(numbers[3]) << 16) | (Part(numbers[4]) << 8) | Part(numbers[5]),
        5 => (colour & ~(ColourMode | PaletteValue)) | Palette256 | Part(numbers[3]),
        _ => colour,
    };

    private static uint Part(int number) => number < 0 ? 0 : (uint)number & 0xFF;
}
