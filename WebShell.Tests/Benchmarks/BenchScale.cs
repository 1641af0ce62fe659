namespace WebShell.Tests.Benchmarks;

/// <summary>How much is measured: the whole, or enough for a first impression.</summary>
internal sealed record BenchScale
{
    public static BenchScale Full { get; } = new()
    {
        Name = "full",
        Rounds = 5,
        FloodBytes = 12_000_000,
        PingsPerRound = 120,
        AgeDuration = TimeSpan.FromSeconds(3),
        Interrupts = 7,
        Openings = 9,
        IdleShells = [50, 300],
        DetachedShells = 1000,
    };

    public static BenchScale Quick { get; } = new()
    {
        Name = "quick",
        Rounds = 3,
        FloodBytes = 5_000_000,
        PingsPerRound = 60,
        AgeDuration = TimeSpan.FromSeconds(1.5),
        Interrupts = 3,
        Openings = 7,
        IdleShells = [50],
        DetachedShells = 100,
    };

    public required string Name { get; init; }

    /// <summary>How often each way is measured, in turn with the others.</summary>
    public required int Rounds { get; init; }

    public required long FloodBytes { get; init; }

    public required int PingsPerRound { get; init; }

    public required TimeSpan AgeDuration { get; init; }

    public required int Interrupts { get; init; }

    public required int Openings { get; init; }

    /// <summary>How many idle shells there are when memory is read; ascending.</summary>
    public required IReadOnlyList<int> IdleShells { get; init; }

    /// <summary>How many detached shells there are when memory is read.</summary>
    public required int DetachedShells { get; init; }
}
