namespace WebShell.App.Workspace;

/// <summary>The workspace's last line: the portal's state and the front terminal's measures.</summary>
public sealed partial class StatusLine(ShellWorkspace workspace) : WorkspaceComponent(workspace)
{
    private readonly ShellWorkspace _workspace = workspace;
}
