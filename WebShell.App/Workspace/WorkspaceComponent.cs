using Microsoft.AspNetCore.Components;

namespace WebShell.App.Workspace;

/// <summary>A component that shows something of the workspace, and shows it anew whenever that changes.</summary>
public abstract class WorkspaceComponent(ShellWorkspace workspace) : ComponentBase, IDisposable
{
    public void Dispose()
    {
        workspace.Changed -= OnWorkspaceChanged;
        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized() => workspace.Changed += OnWorkspaceChanged;

    private void OnWorkspaceChanged() => _ = InvokeAsync(StateHasChanged);
}
