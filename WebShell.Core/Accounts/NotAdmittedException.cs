namespace WebShell.Core.Accounts;

/// <summary>Somebody is known to who vouches for them and does not come in all the same; the message is for them.</summary>
/// <param name="reason">In few words, for the audit.</param>
/// <param name="message">What they are told.</param>
/// <param name="name">The sign-in name of their account; null: they have none.</param>
public sealed class NotAdmittedException(string reason, string message, string? name = null) : AccountException(message)
{
    public string Reason { get; } = reason;

    public string? Name { get; } = name;
}
