using Microsoft.AspNetCore.Components;

namespace WebShell.App.Workspace;

/// <summary>The workspace's last line: the portal's state and the front terminal's measures.</summary>
public sealed partial class StatusLine(ShellWorkspace workspace) : WorkspaceComponent(workspace)
{
    private readonly ShellWorkspace _workspace = workspace;

    /// <summary>The time to count down from; a new one draws the line anew.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }
}
