namespace WebShell.Core.Access;

/// <summary>What somebody wants to do with a machine.</summary>
public enum AccessAction
{
    /// <summary>Know that it exists.</summary>
    SeeVm,

    /// <summary>Open a shell on it, with a login.</summary>
    OpenShell,
}
