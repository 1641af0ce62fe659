using Microsoft.AspNetCore.Components;
using WebShell.App.Admin;
using WebShell.App.Workspace;
using WebShell.Core.Access;

namespace WebShell.App.Layout;

/// <summary>The way around: at the left with words, in the workspace and on small screens with icons, on a phone at the foot.</summary>
public sealed partial class Rail(ShellWorkspace workspace, AccessPolicy policy, ICurrentUser currentUser) : WorkspaceComponent(workspace)
{
    private const int MaxShown = 8;

    private readonly ShellWorkspace _workspace = workspace;
    private bool _hasAdmin;

    [Parameter]
    public EventCallback OnKeySheet { get; set; }

    protected override async Task OnInitializedAsync() =>
        _hasAdmin = AdminPlaces.For(await currentUser.GetAsync(CancellationToken.None), policy).Count > 0;
}
