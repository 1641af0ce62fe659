namespace WebShell.Core.Access;

/// <summary>Whether something is allowed, and the sentence that says why or why not.</summary>
public sealed record AccessDecision(bool IsAllowed, string Explanation)
{
    public static AccessDecision Allowed(string explanation) => new(true, explanation);

    public static AccessDecision Denied(string explanation) => new(false, explanation);
}
