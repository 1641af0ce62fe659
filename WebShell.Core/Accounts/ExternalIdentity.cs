namespace WebShell.Core.Accounts;

/// <summary>Who somebody is to whoever vouches for them. Compared exactly; a name or an address for mail is no identity (OpenID Connect Core 1.0, section 5.7).</summary>
/// <param name="Issuer">Who vouches.</param>
/// <param name="Subject">The person, there.</param>
public sealed record ExternalIdentity(string Issuer, string Subject)
{
    /// <summary>The most a subject may have (OpenID Connect Core 1.0, section 2).</summary>
    public const int MaxSubject = 255;
}
