using Microsoft.AspNetCore.Components;
using WebShell.App.Dialogs;

namespace WebShell.App.Workspace;

/// <summary>The workspace's tabs: links, because a shell has a url, each with its close button beside the link.</summary>
public sealed partial class TabStrip(ShellWorkspace workspace) : WorkspaceComponent(workspace)
{
    private readonly ShellWorkspace _workspace = workspace;

    [Parameter]
    public EventCallback<WorkspaceTab> OnSelect { get; set; }

    [Parameter]
    public EventCallback<WorkspaceTab> OnClose { get; set; }

    private static string CloseLabel(WorkspaceTab tab) =>
        $"Close {ForeignText.Clean(tab.Address.VmName)}{(tab.Address.Number > 1 ? $" {tab.Address.Number}" : "")}";

    // Our own words first: the machine chooses its title.
    private static string HoverText(WorkspaceTab tab)
    {
        var text = $"{tab.Address.Login}@{tab.Address.VmName}{(tab.Environment.Length > 0 ? $", {tab.Environment}" : "")}";
        return ForeignText.Clean(tab.Title.Length > 0 ? $"{text}: {tab.Title}" : text);
    }
}
