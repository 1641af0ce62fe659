namespace WebShell.Core.Access;

/// <summary>What somebody wants to do with a machine.</summary>
public enum AccessAction
{
    /// <summary>Know that it exists: there is something that one may do there, if not at this hour.</summary>
    SeeVm,

    /// <summary>Open a shell on it, with a login.</summary>
    OpenShell,

    /// <summary>Watch somebody else's shell on it, which takes the right to open one, too.</summary>
    Watch,

    /// <summary>Pass through it to another machine, with its usual login and credential; no shell of its own comes with it.</summary>
    PassThrough,
}
