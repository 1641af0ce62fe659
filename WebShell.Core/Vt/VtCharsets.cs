namespace WebShell.Core.Vt;

/// <summary>
/// The four designated character sets and the one that is in force, each by the final of its designation. Zero is ASCII.
/// DECRC brings back a set without the level it came from, so the one in force may be none of the four.
/// </summary>
internal struct VtCharsets
{
    private const string Known = "0AC5RQKYE6ZH74=";

    private byte _g0;
    private byte _g1;
    private byte _g2;
    private byte _g3;

    public byte InForce { get; set; }

    public int Level { get; private set; }

    public readonly byte this[int level] => level switch { 0 => _g0, 1 => _g1, 2 => _g2, _ => _g3 };

    /// <summary>SI, SO and the other locking shifts.</summary>
    public void Shift(int level)
    {
        Level = level;
        InForce = this[level];
    }

    public void Escape(int sequence)
    {
        switch (sequence)
        {
            case 'n' or '}':
                Shift(2);
                break;
            case 'o' or '|':
                Shift(3);
                break;
            case '~':
                Shift(1);
                break;
            case ('%' << 8) | '@' or ('%' << 8) | 'G':
                Shift(0);
                Designate(0, 0);
                break;
            default:
                Designate(sequence);
                break;
        }
    }

    /// <summary>DECANM: all four are ASCII again.</summary>
    public void DesignateAscii()
    {
        for (var level = 0; level < 4; level++)
        {
            Designate(level, 0);
        }
    }

    private void Designate(int sequence)
    {
        var level = (sequence >> 8) switch { '(' => 0, ')' or '-' => 1, '*' or '.' => 2, '+' => 3, _ => -1 };
        var final = (char)(sequence & 0xFF);
        if (level >= 0 && final == 'B')
        {
            Designate(level, 0);
        }
        else if (level >= 0 && Known.Contains(final, StringComparison.Ordinal))
        {
            Designate(level, (byte)final);
        }
    }

    private void Designate(int level, byte set)
    {
        switch (level)
        {
            case 0:
                _g0 = set;
                break;
            case 1:
                _g1 = set;
                break;
            case 2:
                _g2 = set;
                break;
            default:
                _g3 = set;
                break;
        }

        if (Level == level)
        {
            InForce = set;
        }
    }
}
