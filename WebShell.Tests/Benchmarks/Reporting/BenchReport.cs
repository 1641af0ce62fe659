using System.Text;

namespace WebShell.Tests.Benchmarks.Reporting;

/// <summary>What a run found: the promised figures, the tables behind them, and what could not be measured.</summary>
internal sealed class BenchReport
{
    private readonly List<Figure> _figures = [];
    private readonly List<Table> _tables = [];
    private readonly List<string> _failures = [];

    /// <summary>True when nothing that was to be measured could not be; says nothing about goals.</summary>
    public bool IsComplete => _failures.Count == 0;

    public void Add(Figure figure) => _figures.Add(figure);

    public void Add(Table table) => _tables.Add(table);

    public void Fail(string measure, string why) => _failures.Add($"{measure} could not be measured: {why}");

    /// <summary>The whole report as Markdown.</summary>
    public string ToMarkdown(Conditions conditions)
    {
        var text = new StringBuilder();
        text.Append(conditions.ToMarkdown()).Append('\n');
        text.Append("### Goals\n\n").Append(Goals()).Append('\n');
        foreach (var failure in _failures)
        {
            text.Append("**").Append(failure).Append("**\n\n");
        }

        foreach (var table in _tables)
        {
            text.Append("### ").Append(table.Title).Append("\n\n").Append(table).Append('\n');
        }

        return text.ToString();
    }

    private Table Goals()
    {
        var table = new Table("Goals", "figure", "goal", "reached", "");
        foreach (var figure in _figures)
        {
            table.Add(figure.Name, figure.Goal, figure.Reached, figure.IsMet ? "met" : "MISSED");
        }

        return table;
    }
}
