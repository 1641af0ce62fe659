using System.Text;

namespace WebShell.Core.Inventory.Formats;

/// <summary>
/// How a cell is written so that a spreadsheet takes it for text and never for a formula (OWASP, CSV injection), and read back as it was:
/// with an apostrophe in front, which a cell that begins with one gets as well.
/// </summary>
internal static class CsvText
{
    private const string Formula = "=+-@\t\r\n＝＋－＠";

    public static string Guarded(string text) => text.Length > 0 && IsGuarded(text[0]) ? $"'{text}" : text;

    public static string Unguarded(string cell) => cell is ['\'', var next, ..] && IsGuarded(next) ? cell[1..] : cell;

    /// <summary>Labels as one cell: <c>env=prod; note="a; b"</c>.</summary>
    public static string WriteLabels(IEnumerable<KeyValuePair<string, string>> labels) => string.Join("; ", labels.Select(label => $"{label.Key}={Quoted(label.Value)}"));

    /// <summary>Adds what the cell says; false where it is not such a list.</summary>
    public static bool TryReadLabels(string cell, Dictionary<string, string> labels)
    {
        for (var at = 0; at < cell.Length;)
        {
            at = Skip(cell, at);
            if (at == cell.Length)
            {
                return true;
            }

            var equals = cell.AsSpan(at).IndexOfAny('=', ':');
            if (equals < 0)
            {
                return false;
            }

            var key = cell.AsSpan(at, equals).Trim().ToString();
            at += equals + 1;
            labels[key] = ReadValue(cell, ref at);
        }

        return true;
    }

    private static bool IsGuarded(char first) => first == '\'' || Formula.Contains(first, StringComparison.Ordinal);

    private static int Skip(string cell, int at)
    {
        while (at < cell.Length && (char.IsWhiteSpace(cell[at]) || cell[at] is ';' or ','))
        {
            at++;
        }

        return at;
    }

    private static string Quoted(string value) =>
        value.AsSpan().IndexOfAny(";,\"\n") >= 0 || value.Trim().Length != value.Length ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static string ReadValue(string cell, ref int at)
    {
        if (at == cell.Length || cell[at] != '"')
        {
            var end = cell.AsSpan(at).IndexOfAny(";,\n");
            var plain = end < 0 ? cell[at..] : cell.Substring(at, end);
            at += plain.Length;
            return plain.Trim();
        }

        var value = new StringBuilder();
        for (at++; at < cell.Length; at++)
        {
            if (cell[at] != '"')
            {
                value.Append(cell[at]);
            }
            else if (at + 1 < cell.Length && cell[at + 1] == '"')
            {
                value.Append(cell[at++]);
            }
            else
            {
                at++;
                break;
            }
        }

        return value.ToString();
    }
}
