using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WebShell.Core.Accounts;

/// <summary>How a person proves who they are. Holds hashes and sealed keys, never a password; what it holds is never shown.</summary>
public sealed record SignInMeans
{
    public static SignInMeans None { get; } = new();

    /// <summary>As <see cref="Passwords"/> writes it.</summary>
    public string? PasswordHash { get; init; }

    public DateTimeOffset? PasswordSetAt { get; init; }

    /// <summary>The link with which the person sets a first or a new password; null: there is none.</summary>
    public Invitation? Invitation { get; init; }

    /// <summary>The sealed key of the authenticator app; null: no second factor.</summary>
    public byte[]? CodeKey { get; init; }

    /// <summary>The newest time step whose code was taken: each is taken once (RFC 6238, section 5.2).</summary>
    public long CodeStep { get; init; }

    /// <summary>Hashes of the recovery codes that are left.</summary>
    public ImmutableArray<string> RecoveryCodes { get; init; } = [];

    public ImmutableArray<AccountPasskey> Passkeys { get; init; } = [];

    /// <summary>Who they are to an OpenID provider or a proxy that vouches for them; null: nobody does.</summary>
    public ExternalIdentity? External { get; init; }

    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>How often the person's shells were ended with their sign-ins: signed out, or reset by somebody else. Shells of another era end, on every node.</summary>
    public int Era { get; init; }

    /// <summary>Sign-ins that were ended before their time: their tickets count nowhere, also after a restart.</summary>
    // Not in what was written before there were any.
    public ImmutableArray<EndedSignIn> Ended { get => field.IsDefault ? [] : field; init; } = [];

    public bool HasPassword => PasswordHash is not null;

    public bool HasCode => CodeKey is not null;

    // Called by ToString.
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "The form that records ask for.")]
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("not shown");
        return true;
    }
}

/// <summary>A sign-in that is over.</summary>
/// <param name="Id">Which.</param>
/// <param name="EndsAt">When its tickets would be too old anyway; then it is forgotten.</param>
public sealed record EndedSignIn(string Id, DateTimeOffset EndsAt);

/// <summary>A link that is good once.</summary>
/// <param name="Hash">Of its token.</param>
/// <param name="EndsAt">When it is no longer good.</param>
public sealed record Invitation(string Hash, DateTimeOffset EndsAt);
