namespace WebShell.Core.Access.Rules;

/// <summary>The rules cannot be read or written, or not so; the message is for the user.</summary>
public sealed class RuleException : Exception
{
    public RuleException(string message)
        : base(message)
    {
    }

    public RuleException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
