namespace WebShell.Core.Access;

/// <summary>What somebody wants to do with the portal itself.</summary>
public enum PortalAction
{
    /// <summary>See, replace, remove, revoke, import and export the pinned host keys.</summary>
    ManageHostKeys,

    /// <summary>See how the portal is set up; never a secret.</summary>
    SeeSettings,

    /// <summary>Give views of the machines to everybody, and take them away.</summary>
    ShareViews,
}
