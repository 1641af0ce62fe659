using WebShell.Core.Access;

namespace WebShell.Core.Accounts;

/// <summary>A person who may sign in to the portal. How they do it is kept apart, in <see cref="SignInMeans"/>.</summary>
public sealed record Account
{
    /// <summary>Stable and unique; what sessions, stored credentials and the audit know the person by.</summary>
    public required string Id { get; init; }

    /// <summary>What they sign in with, what rules know them by, and what <c>{user}</c> in a login becomes (<see cref="AccountNames"/>).</summary>
    public required string Name { get; init; }

    public string? DisplayName { get; init; }

    public string? Email { get; init; }

    public PortalRole Role { get; init; }

    public AccountOrigin Origin { get; init; }

    /// <summary>Whether every way in is closed for the time being.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Changes whenever sign-ins from before must no longer count: another password, another role, disabled, signed out everywhere.</summary>
    public required string Stamp { get; init; }

    /// <summary>Counts the changes of what is above; whoever began with an older one is told.</summary>
    public int Version { get; init; } = 1;

    public DateTimeOffset AddedAt { get; init; }
}

/// <summary>Who vouches for an account.</summary>
public enum AccountOrigin
{
    /// <summary>An administrator of this portal.</summary>
    Local,

    /// <summary>An OpenID provider.</summary>
    Oidc,

    /// <summary>A reverse proxy.</summary>
    Header,
}
