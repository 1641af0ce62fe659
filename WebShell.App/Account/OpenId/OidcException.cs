namespace WebShell.App.Account.OpenId;

/// <summary>Signing in by the provider did not work. Both texts are the portal's own words: nothing that the provider or the browser sent is in them.</summary>
/// <param name="reason">For the audit and the log, in few words.</param>
/// <param name="kind">What the person can do about it.</param>
internal sealed class OidcException(string reason, OidcFault kind, Exception? innerException = null) : Exception(reason, innerException)
{
    public string Reason => Message;

    public OidcFault Kind { get; } = kind;
}

/// <summary>What the person is told.</summary>
internal enum OidcFault
{
    /// <summary>The provider is down, or too slow.</summary>
    NoAnswer,

    /// <summary>What it said cannot be accepted.</summary>
    BadAnswer,

    /// <summary>It did not sign the person in.</summary>
    Declined,

    /// <summary>Not begun in this browser, too long ago, or used up.</summary>
    Stale,
}
