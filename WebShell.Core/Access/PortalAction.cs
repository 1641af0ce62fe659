namespace WebShell.Core.Access;

/// <summary>What somebody wants to do with the portal itself.</summary>
public enum PortalAction
{
    /// <summary>See, replace, remove, revoke, import and export the pinned host keys.</summary>
    ManageHostKeys,

    /// <summary>Add, change, rename, label, remove and bring back machines.</summary>
    EditMachines,

    /// <summary>Look after the sources that list machines, and take over what they say.</summary>
    ImportMachines,

    /// <summary>See how the portal is set up; never a secret.</summary>
    SeeSettings,

    /// <summary>Give views of the machines to everybody, and take them away.</summary>
    ShareViews,
}
