namespace WebShell.Core.Access;

/// <summary>What somebody wants to do with a session.</summary>
public enum SessionAction
{
    /// <summary>Know that it exists, and how it ended.</summary>
    See,

    /// <summary>Read and type in it, watch it, give it a name.</summary>
    Use,

    /// <summary>End its shell.</summary>
    End,
}
