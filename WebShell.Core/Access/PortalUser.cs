namespace WebShell.Core.Access;

/// <summary>A person who is signed in to the portal.</summary>
/// <param name="Id">Stable and unique; what sessions and limits belong to.</param>
/// <param name="Name">What others see.</param>
public sealed record PortalUser(string Id, string Name)
{
    public bool IsAdministrator { get; init; }
}

/// <summary>Who acts in this scope (a circuit or a request). Null when nobody is signed in, or no longer.</summary>
public interface ICurrentUser
{
    ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken);
}
