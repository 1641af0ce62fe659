using Microsoft.AspNetCore.Http;

namespace WebShell.Tests.Benchmarks.Serving;

/// <summary>The pages that the portal's terminal is compared with, embedded in this assembly.</summary>
internal static class BenchPages
{
    /// <summary>The page or script of that name, or null.</summary>
    public static IResult? Find(string file) =>
        typeof(BenchPages).Assembly.GetManifestResourceStream($"bench/{file}") is { } content
            ? Results.Stream(content, file.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8")
            : null;
}
