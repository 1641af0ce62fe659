namespace WebShell.Core.Access;

/// <summary>Whether something is allowed, and the sentence that says why or why not.</summary>
public sealed record AccessDecision(bool IsAllowed, string Explanation)
{
    /// <summary>A machine that is not there, and one that somebody may not know of: the same.</summary>
    public static AccessDecision Unknown { get; } = Denied("There is no such machine, or you may not use it.");

    public static AccessDecision Allowed(string explanation) => new(true, explanation);

    public static AccessDecision Denied(string explanation) => new(false, explanation);
}
