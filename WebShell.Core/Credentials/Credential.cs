namespace WebShell.Core.Credentials;

/// <summary>What proves a login to a machine. Its secrets are for the SSH backend only: never in <c>ToString</c>, a log or a page.</summary>
public abstract class Credential
{
    /// <summary>The kind, and nothing else.</summary>
    public sealed override string ToString() => GetType().Name;
}
