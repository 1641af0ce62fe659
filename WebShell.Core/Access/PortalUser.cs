using System.Net;

namespace WebShell.Core.Access;

/// <summary>A person who is signed in to the portal, as they are at this moment: read anew for every act, so that what was taken from them counts at once.</summary>
/// <param name="Id">Stable and unique; what sessions and limits belong to.</param>
/// <param name="Name">The name they sign in with; what others see, and what rules know them by.</param>
public sealed record PortalUser(string Id, string Name)
{
    public PortalRole Role { get; init; }

    /// <summary>The groups they are in, without regard to case; what rules know them by, too.</summary>
    public IReadOnlyCollection<string> Groups { get; init; } = [];

    /// <summary>Where the request or the circuit came from; null when that is not known.</summary>
    public IPAddress? From { get; init; }

    /// <summary>Counts on when all their shells end with their sign-ins: a shell of another era is not to go on.</summary>
    public int Era { get; init; }

    public bool IsAdministrator => Role == PortalRole.Administrator;
}

/// <summary>What somebody is to the portal. It says nothing of machines: where they may go, access rules say.</summary>
public enum PortalRole
{
    /// <summary>Uses what rules give.</summary>
    User,

    /// <summary>Looks after machines, their sources, host keys and live sessions, and answers requests for access.</summary>
    Operator,

    /// <summary>Sees the audit, every session and the recordings, and never connects.</summary>
    Auditor,

    /// <summary>Looks after everything, people and rules included.</summary>
    Administrator,
}

/// <summary>Who acts in this scope (a circuit or a request). Null when nobody is signed in, or no longer.</summary>
public interface ICurrentUser
{
    ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken);
}
