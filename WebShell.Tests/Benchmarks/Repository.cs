namespace WebShell.Tests.Benchmarks;

/// <summary>The working copy from which this assembly was built.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WebShell.sln")))
            {
                return folder.FullName;
            }
        }

        throw new BenchException("WebShell.sln was not found above the assembly: run ./bench in the repository.");
    }
}
