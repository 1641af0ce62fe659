namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>One thing that can be measured by itself.</summary>
internal interface IMeasure
{
    /// <summary>What selects it on the command line.</summary>
    string Name { get; }

    /// <exception cref="BenchException">It could not be measured.</exception>
    Task RunAsync(BenchStage stage);
}
