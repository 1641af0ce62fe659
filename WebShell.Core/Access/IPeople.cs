namespace WebShell.Core.Access;

/// <summary>Everybody who may sign in, as they are now. A seam: only accounts know them.</summary>
public interface IPeople
{
    /// <summary>Somebody came, went or is otherwise now; from any thread, handlers must not throw or block.</summary>
    event Action? Changed;

    /// <summary>Everybody who may sign in now.</summary>
    IReadOnlyList<PortalUser> All { get; }

    /// <summary>Whoever has that id; null: nobody, or somebody who may not sign in any more.</summary>
    PortalUser? Find(string id);
}
