using System.Globalization;
using System.Text;

namespace WebShell.Tests.Benchmarks.Reporting;

/// <summary>A table that reads well on a console and is Markdown as it is.</summary>
internal sealed class Table(string title, params string[] head)
{
    private readonly List<string[]> _rows = [head];

    public string Title => title;

    public void Add(params object[] cells) =>
        _rows.Add([.. cells.Select(cell => cell is double number ? number.ToString("0.##", CultureInfo.InvariantCulture) : cell.ToString() ?? "")]);

    public override string ToString()
    {
        var widths = Enumerable.Range(0, head.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            Append(text, row, widths);
            if (row == _rows[0])
            {
                Append(text, [.. widths.Select(width => new string('-', width))], widths);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string[] row, int[] widths)
    {
        for (var column = 0; column < row.Length; column++)
        {
            text.Append("| ").Append(row[column].PadRight(widths[column])).Append(' ');
        }

        text.Append("|\n");
    }
}
