namespace WebShell.Tests.Account.OpenId;

/// <summary>What a provider, or somebody in its place, does wrong.</summary>
public enum ProviderFault
{
    None,

    // What it says of itself.
    Down,
    Slow,
    NoJson,
    Huge,
    OtherIssuer,
    PlainEndpoint,

    // The way back.
    Declines,
    OtherAnswerIssuer,

    // Its token endpoint.
    TokenDown,
    TokenHuge,
    TokenNoJson,
    TokenRedirects,
    CodeExpired,
    NoIdToken,

    // The ID token.
    TokenIssuer,
    Audience,
    Nonce,
    NoSubject,
    NotYet,
    AccessTokenHash,
    AlgorithmNone,
    PublicKeyAsSecret,
    OtherKey,
}
