namespace WebShell.Tests.Benchmarks.Reporting;

/// <summary>One figure that was promised: its goal, what was reached, and whether that is enough.</summary>
internal sealed record Figure(string Name, string Goal, string Reached, bool IsMet)
{
    public static Figure AtLeast(string name, double goal, double reached, string unit, string detail = "") =>
        new(name, $"≥ {Format(goal)}{unit}", Format(reached) + unit + detail, reached >= goal);

    public static Figure AtMost(string name, double goal, double reached, string unit, string detail = "") =>
        new(name, $"≤ {Format(goal)}{unit}", Format(reached) + unit + detail, reached <= goal);

    public static Figure Holds(string name, string goal, string reached, bool isMet) => new(name, goal, reached, isMet);

    private static string Format(double value) => Math.Abs(value) switch
    {
        < 10 => value.ToString("0.00"),
        < 100 => value.ToString("0.0"),
        _ => value.ToString("0"),
    };
}
