using System.Net;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>What a session is opened with: whose it is, which shell, and who answers questions on the way.</summary>
internal sealed record SessionOrder
{
    public required string OwnerId { get; init; }

    public required ShellRequest Request { get; init; }

    public required IShellDialogue Dialogue { get; init; }

    /// <summary>The <see cref="Access.PortalUser.Era"/> in which its owner opens it.</summary>
    public int OwnerEra { get; init; }

    /// <summary>Where its owner comes from; null when that is not known.</summary>
    public IPAddress? From { get; init; }

    /// <summary>The machine's environment label, or empty.</summary>
    public string Environment { get; init; } = "";

    /// <summary>The jump it is reached through where that is not the machine's usual one, or empty.</summary>
    public string Jump { get; init; } = "";

    /// <summary>Why its owner goes there, where that was asked; else empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The workspace (browser window) that opens it.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>How long it lives on without a page; zero ends it with its page, null is <see cref="SessionOptions.DetachGrace"/>.</summary>
    public TimeSpan? Grace { get; init; }
}
