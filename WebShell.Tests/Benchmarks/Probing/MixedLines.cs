using System.Text;

namespace WebShell.Tests.Benchmarks.Probing;

/// <summary>
/// Numbered lines of characters of one to four bytes and one or two cells, each narrower than 120 cells. A line follows from
/// its number, so that what the terminal holds can be compared. Many characters end in the byte 0x80, where xterm.js 6.0.0
/// loses one when its input is cut there (xterm.js issue 6003).
/// </summary>
internal static class MixedLines
{
    private static readonly string[] Words =
    [
        "plain", "é", "naïve", "—", "“quoted”", "…", "日本", "𠀀𠀀", "中文字", "한국어", "🚀", "→", "À", "ÀÀÀ", "ok", "x", "€", "ﬀ", "𐀀", "тест", "Ѐ",
    ];

    public static string Line(int number)
    {
        var random = new Random(number);
        var line = new StringBuilder().Append(number.ToString("D6"));
        var words = random.Next(3, 12);
        for (var i = 0; i < words; i++)
        {
            line.Append(' ').Append(Words[random.Next(Words.Length)]);
        }

        return line.Append(" .").ToString();
    }
}
