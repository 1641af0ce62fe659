namespace WebShell.Core.Shells;

/// <summary>What happens when a machine shows its host key and none is pinned for it. A pinned one is always compared.</summary>
public enum HostKeyPolicy
{
    /// <summary>The person sees the print, compares it and pins it.</summary>
    TrustOnFirstUse,

    /// <summary>Nobody gets in until an administrator has pinned a key.</summary>
    PinnedOnly,
}
