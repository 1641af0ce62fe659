namespace WebShell.Core.Access;

/// <summary>What somebody wants to do with a machine.</summary>
public enum AccessAction
{
    /// <summary>Know that it exists.</summary>
    SeeVm,

    /// <summary>Open a shell on it, with a login.</summary>
    OpenShell,

    /// <summary>Pass through it to another machine, with its usual login and credential; no shell of its own comes with it.</summary>
    PassThrough,
}
