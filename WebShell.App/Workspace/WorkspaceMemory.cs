namespace WebShell.App.Workspace;

/// <summary>What a workspace needs to look as it did after its page was loaded anew: its tabs in their order, and what was in front.</summary>
public sealed record WorkspaceMemory
{
    public static WorkspaceMemory Empty { get; } = new();

    public IReadOnlyList<RememberedTab> Tabs { get; init; } = [];

    /// <summary>The address of the tab in front.</summary>
    public ShellAddress? Front { get; init; }

    public bool IsMinimised { get; init; }

    /// <summary>The addresses closed by hand.</summary>
    public IReadOnlyList<ShellAddress> Closed { get; init; } = [];
}

/// <summary>One tab of a <see cref="WorkspaceMemory"/>; a tab without a session is not worth remembering.</summary>
public sealed record RememberedTab(ShellAddress Address, string Environment, string SessionId, string Title);
