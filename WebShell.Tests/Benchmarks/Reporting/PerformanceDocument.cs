namespace WebShell.Tests.Benchmarks.Reporting;

/// <summary>docs/performance.md: everything between its two marks is the last report that was kept.</summary>
internal static class PerformanceDocument
{
    private const string Begin = "<!-- bench: begin -->";
    private const string End = "<!-- bench: end -->";

    /// <exception cref="BenchException">The document has lost its marks.</exception>
    public static void Write(string path, string report)
    {
        var text = File.ReadAllText(path);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new BenchException($"{path} has lost its marks '{Begin}' and '{End}'.");
        }

        File.WriteAllText(path, $"{text[..(begin + Begin.Length)]}\n{report}\n{text[end..]}");
    }
}
