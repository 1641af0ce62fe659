namespace WebShell.Core.Access.Rules;

/// <summary>When a rule holds: from <see cref="NotBefore"/> until just before <see cref="Until"/>, and in one of its hours where it has any.</summary>
public sealed record RuleTimes
{
    public static RuleTimes Always { get; } = new();

    public IReadOnlyList<RuleHours> Hours { get; init; } = [];

    /// <summary>The time zone of the hours by its IANA name (<c>Europe/Berlin</c>); null where there are no hours.</summary>
    public string? Zone { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>True where it sets no limit at all.</summary>
    public bool IsAlways => Hours.Count == 0 && NotBefore is null && Until is null;
}
