using System.Text;

namespace WebShell.Tests.Vt;

/// <summary>Output as programs write it, and as only an enemy would: the same for the same seed.</summary>
internal sealed class NastyOutput(int seed)
{
    private static readonly int[] PrivateModes =
        [1, 2, 3, 6, 7, 9, 12, 25, 45, 47, 66, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 1047, 1048, 1049, 2004, 2026, 9999];

    private static readonly string[] Wide = ["é", "ß", "漢字", "한국어", "🙂", "e\u0301", "が", "क्ष", "👩\u200d💻", "─│┌", "\u00a0", "\ufeff"];
    private static readonly string[] Colours = ["rgb:1/2/3", "rgb:aa/bb/cc", "rgb:123/456/789", "rgb:ffff/8000/0000", "#abc", "#a1b2c3", "#aaabbbccc", "red", "?"];

    private readonly Random _random = new(seed);
    private readonly MemoryStream _output = new();

    /// <summary>Pieces of everything, <paramref name="pieces"/> of them.</summary>
    /// <param name="pieces">How many.</param>
    /// <param name="isTail">Behind a cut: without what depends on lines that were scrolled away before it.</param>
    public byte[] Next(int pieces, bool isTail = false)
    {
        _output.SetLength(0);
        for (var piece = 0; piece < pieces; piece++)
        {
            Piece(isTail);
        }

        return _output.ToArray();
    }

    public int Below(int end) => _random.Next(end);

    private void Piece(bool isTail)
    {
        switch (_random.Next(30))
        {
            case 0 or 1 or 2 or 3:
                Put(new string((char)('a' + _random.Next(26)), _random.Next(1, 40)));
                break;
            case 4 or 5 or 6:
                Put(Pick("\r\n", "\r\n", "\n", "\r", "\t", "\v", "ab\b"));
                break;
            case 7:
                Put(string.Concat(Enumerable.Range(0, _random.Next(1, 9)).Select(_ => Pick(Wide))));
                break;
            case 8 or 9 or 10:
                Put($"\e[{Sgr()}m");
                break;
            case 11 or 12 or 13:
                Put($"\e[{Numbers(2, 60)}{Pick("A", "B", "C", "D", "E", "F", "G", "H", "H", "I", "Z", "`", "a", "d", "e", "f")}");
                break;
            case 14:
                Put($"\e[{Pick("", "0", "2", "2;1")}J\e[{Numbers(1, 3)}{Pick("K", "L", "M", "P", "X", "@", "S", "T", " @", " A", "'}", "'~", "\"q", "g")}");
                break;
            case 15 or 16 or 17:
                Put($"\e[?{_random.NextItem(PrivateModes)}{(_random.Next(10) == 0 ? $";{_random.NextItem(PrivateModes)}" : "")}{Pick("h", "h", "l")}");
                break;
            case 18:
                Put(Pick("\e[4h", "\e[4l", "\e[20h", "\e[20l", "\e=", "\e>", $"\e[{_random.Next(9)} q"));
                break;
            case 19:
                Put(Pick("\e7", "\e8", "\e[s", "\e[u"));
                break;
            case 20:
                Put($"\e{Pick("(", ")", "*", "+", "-", ".", "/")}{Pick("0", "B", "A", "4", "5", "C", "K", "=", "U")}");
                break;
            case 21:
                Put(Pick("\x0e", "\x0f", "\en", "\eo", "\e~", "\e}", "\e|", "\e%G", "\e%@"));
                break;
            case 22:
                Put(Pick("\eH", "\t\eH", "\e[3g", "\e[g", "\u0088", "\eD", "\eE", "\eM", "\u0084", "\u0085", "\e#8", "\e[5b", "xy\e[7b"));
                break;
            case 23:
                Put($"\e[{Numbers(2, 30)}r");
                break;
            case 24:
                Put($"\e]{Command()}{Pick("\a", "\e\\", "\u009c", "\x18")}");
                break;
            case 25:
                Put(Pick("\e[c", "\e[>c", "\e[6n", "\e[?6n", "\e[4$p", "\e[?2004$p", "\eP$qm\e\\", "\e]10;?\a", "\e[18t", "\e[14t", "\e[22;0t", "\e[23;0t"));
                break;
            case 26:
                Broken();
                break;
            case 27:
                Put(Pick("\ePq#0;2;0;0;0~~@@\e\\", "\e_hidden\e\\", "\e^x\ny\e\\", "\eXsos\u009c", "\eP1;2|17/17\e\\", "\e[<1;2;3M", "\e[>4;2m", "\e[=5u"));
                break;
            case 28:
                Noise();
                break;
            default:
                Rare(isTail);
                break;
        }
    }

    private string Sgr() => string.Join(';', Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(7) switch
    {
        0 => Pick("38;5;200", "48;5;17", "38;2;1;2;3", "48;2;200;100;50", "58;5;9", "58;2;9;8;7"),
        1 => Pick("38:5:200", "48:2::1:2:3", "38:2:4:5:6", "58:2::7:7:7", "58:5:1", "59", "38", "48;5", "38;2;1", "38;9;1"),
        2 => Pick("4:0", "4:1", "4:2", "4:3", "4:4", "4:5", "4:9", "4:"),
        3 => _random.Next(30, 50).ToString(),
        4 => _random.Next(90, 110).ToString(),
        _ => _random.Next(60).ToString(),
    }));

    private string Numbers(int most, int below) =>
        string.Join(';', Enumerable.Range(0, _random.Next(most + 1)).Select(_ => _random.Next(20) == 0 ? "99999999999" : _random.Next(below).ToString()));

    private string Command() => _random.Next(8) switch
    {
        0 => $"{Pick("0", "2", "02")};{Pick("top", "", "vim: ü漢🙂", new string('t', 300), string.Concat(Enumerable.Repeat("漢", 200)))}",
        1 => $"8;{Pick("", "id=1", "id=x:y=z")};{Pick("https://example.com/a;b?c=d", "", "")}",
        2 => $"4;{_random.Next(300)};{Pick(Colours)};{_random.Next(256)};{Pick(Colours)}",
        3 => $"{_random.Next(10, 13)};{Pick(Colours)};{Pick(Colours)}",
        4 => Pick("104", "104;", "104;1;2;7", "110", "111;", "112"),
        5 => Pick("1;icon", "7;file:///tmp", "52;c;aGk=", "133;A", "1337;x", "", ";", "abc;d"),
        6 => $"2;{new string('x', 5000)}",
        _ => $"9;{new string('y', 5000)}",
    };

    // Sequences that something else interrupts.
    private void Broken() => Put(Pick("\e[1;2", "\e[3\x18", "\e[?25\x1a", "\e[1\n;1H", "\e]2;half", "\eP1;2", "\e", "\e(", "\e[1\e[2m", "\e[ü", "\e_ü", "\e[?<5m", "\e[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33;1;7m"));

    private void Noise()
    {
        var noise = new byte[_random.Next(1, 30)];
        _random.NextBytes(noise);

        // A backspace over a wrapped line needs the line, and ESC[1J in the last cell makes xterm.js 6.0.0 throw.
        _output.Write([.. noise.Where(value => value is not ((byte)'\b' or (byte)'J'))]);
    }

    private void Rare(bool isTail)
    {
        switch (_random.Next(8))
        {
            case 0:
                Put("\ec");
                break;
            case 1 or 2:
                Put("\e[!p");
                break;
            case 3:
                Put(isTail ? "" : "\e[3J");
                break;
            case 4:
                Put(new string('z', 3000));
                break;
            case 5:
                Put(string.Concat(Enumerable.Repeat("line\r\n", 100)));
                break;
            default:
                _output.Write([0xE6, 0xBC]);
                break;
        }
    }

    private string Pick(params string[] of) => of[_random.Next(of.Length)];

    private void Put(string text) => _output.Write(Encoding.UTF8.GetBytes(text));
}

file static class RandomItems
{
    public static T NextItem<T>(this Random random, T[] of) => of[random.Next(of.Length)];
}
