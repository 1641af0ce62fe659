using System.Text;

namespace WebShell.Tests.Benchmarks.Probing;

/// <summary>The kinds of output that are measured.</summary>
public enum PayloadKind
{
    /// <summary>Short lines of digits, as <c>seq</c> writes them: the terminal scrolls once per few bytes.</summary>
    Plain,

    /// <summary>Log lines of 100–180 characters, with colours.</summary>
    Log,

    /// <summary>A program that redraws the whole screen by cursor addressing, as top or an editor does.</summary>
    FullScreen,

    /// <summary>CJK, emoji, accents and box drawing.</summary>
    Unicode,
}

/// <summary>
/// One megabyte of output of a kind, the same bytes in every run. It is kept in pieces of about 16 KB that end where neither
/// a character nor a control sequence is cut, so that something may be written between two of them.
/// </summary>
internal sealed class Payload
{
    private const int BlockBytes = 1_000_000;
    private const int PieceBytes = 16 * 1024;

    private Payload(IReadOnlyList<byte[]> pieces) => Pieces = pieces;

    public IReadOnlyList<byte[]> Pieces { get; }

    public static Payload Of(PayloadKind kind)
    {
        var units = kind switch
        {
            PayloadKind.Plain => PlainLines(),
            PayloadKind.Log => LogLines(),
            PayloadKind.FullScreen => ScreenRows(),
            PayloadKind.Unicode => UnicodeLines(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return new Payload(Cut(units));
    }

    /// <summary>The pieces, over and over, until at least <paramref name="bytes"/> have been given.</summary>
    public IEnumerable<byte[]> Take(long bytes)
    {
        for (var i = 0; bytes > 0; i++)
        {
            var piece = Pieces[i % Pieces.Count];
            bytes -= piece.Length;
            yield return piece;
        }
    }

    private static List<byte[]> Cut(IEnumerable<string> units)
    {
        var pieces = new List<byte[]>();
        var piece = new MemoryStream();
        var total = 0L;
        foreach (var unit in units)
        {
            piece.Write(Encoding.UTF8.GetBytes(unit));
            if (piece.Length < PieceBytes)
            {
                continue;
            }

            pieces.Add(piece.ToArray());
            total += piece.Length;
            piece.SetLength(0);
            if (total >= BlockBytes)
            {
                break;
            }
        }

        return pieces;
    }

    private static IEnumerable<string> PlainLines()
    {
        for (var i = 1; ; i++)
        {
            yield return $"{i}\r\n";
        }
    }

    private static IEnumerable<string> LogLines()
    {
        string[] levels = ["\e[32mINFO \e[0m", "\e[32mINFO \e[0m", "\e[36mDEBUG\e[0m", "\e[33mWARN \e[0m", "\e[1;31mERROR\e[0m"];
        string[] parts = ["gateway", "billing.worker", "auth", "scheduler", "storage.replica"];
        var random = new Random(2);
        for (var i = 0; ; i++)
        {
            yield return $"\e[90m2026-03-{1 + (i / 40_000 % 28):00}T{i / 3600 % 24:00}:{i / 60 % 60:00}:{i % 60:00}.{random.Next(1000):000}Z\e[0m "
                + $"{levels[random.Next(levels.Length)]} \e[1m[{parts[random.Next(parts.Length)]}]\e[0m request \e[35mid={random.NextInt64():x16}\e[0m "
                + $"path=/api/v2/items/{random.Next(100_000)} status=\e[{(random.Next(9) == 0 ? "31m503" : "32m200")}\e[0m "
                + $"took={random.Next(1, 900)}ms bytes={random.Next(100, 90_000)}\r\n";
        }
    }

    private static IEnumerable<string> ScreenRows()
    {
        const int rows = 40;
        var random = new Random(3);
        for (var frame = 0; ; frame++)
        {
            yield return $"\e[?25l\e[H\e[7m frame {frame,8}  load {random.NextDouble() * 8:0.00}  tasks {random.Next(100, 400)} \e[K\e[0m";
            for (var row = 2; row <= rows; row++)
            {
                yield return $"\e[{row};1H\e[3{random.Next(1, 8)}m{random.Next(1, 99_999),7}\e[0m \e[1mroot\e[0m \e[{row};16H"
                    + $"\e[38;5;{random.Next(16, 232)}m{random.Next(0, 100),3}%\e[0m \e[4{random.Next(1, 7)}m{new string(' ', random.Next(1, 30))}\e[0m"
                    + $"\e[{row};56H/usr/lib/service-{random.Next(100)} --worker={row}\e[K";
            }

            yield return $"\e[{rows};1H\e[?25h";
        }
    }

    private static IEnumerable<string> UnicodeLines()
    {
        string[] words =
        [
            "日本語の端末", "服务器状态正常", "서버가 준비됨", "über-café naïve", "Ελληνικά", "Привет, мир", "✔ done", "🚀🔥🎉", "👩‍💻", "┌──┬──┐",
            "│ ✓ │", "─═╬═─", "e\u0301a\u0300", "𝄞𝔘𝔫", "„Zitat“ — …", "½ ≤ ∞",
        ];
        var random = new Random(4);
        while (true)
        {
            var line = new StringBuilder();
            for (var i = 0; i < 9; i++)
            {
                line.Append(words[random.Next(words.Length)]).Append(' ');
            }

            yield return line.Append("\r\n").ToString();
        }
    }
}
