namespace WebShell.Core.Access.Rules;

/// <summary>What the rules say to a request.</summary>
/// <param name="IsAllowed">Whether it may be done.</param>
/// <param name="Explanation">Why or why not, for those who look after the rules.</param>
/// <param name="ForPerson">
/// The same for who asked; where they may never do anything on that machine, the words that they get for one that is not there.
/// </param>
/// <param name="Rules">The rules that counted: those that deny, else those that allow, else the one that would.</param>
public sealed record RuleDecision(bool IsAllowed, string Explanation, string ForPerson, IReadOnlyList<AccessRule> Rules)
{
    /// <summary>False where the person may never do anything on the machine, or there is none.</summary>
    public bool IsKnown { get; init; } = true;
}
