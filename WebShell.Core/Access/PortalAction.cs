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

    /// <summary>Give views of the machines to everybody, and take them away.</summary>
    ShareViews,

    /// <summary>Grant and deny what people ask for.</summary>
    AnswerRequests,

    /// <summary>Read the audit, search it and take it away as a file.</summary>
    SeeAudit,

    /// <summary>See how the portal is set up; never a secret.</summary>
    SeeSettings,

    /// <summary>Add, change and disable people and groups, reset how they sign in, and end their sign-ins.</summary>
    ManageAccounts,

    /// <summary>See and change who may go where, and ask what somebody may reach.</summary>
    ManageRules,

    /// <summary>Add, bind, rotate and remove credentials that several use; nobody sees a secret.</summary>
    ManageCredentials,
}
