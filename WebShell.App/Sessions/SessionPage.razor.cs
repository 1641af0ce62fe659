using Microsoft.AspNetCore.Components;
using WebShell.App.Workspace;
using WebShell.Core.Sessions;

namespace WebShell.App.Sessions;

/// <summary>
/// <c>/sessions/{id}</c>: attaches to a session of one's own, or with <c>?watch</c> only looks; with <c>?details</c>, and for one that has
/// ended, all that is known of it. A session one may not see and one that never was give the same answer.
/// </summary>
public sealed partial class SessionPage(ShellWorkspace workspace, VisibleSessions sessions, NavigationManager navigation)
{
    private bool _isMissing;
    private SessionDetails? _details;

    [Parameter]
    public required string Id { get; set; }

    /// <summary>Anything but <c>false</c>: another window goes on typing.</summary>
    [SupplyParameterFromQuery(Name = "watch")]
    public string? Watch { get; set; }

    /// <summary>Anything but <c>false</c>: what is known of it, instead of its terminal.</summary>
    [SupplyParameterFromQuery(Name = "details")]
    public string? Details { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        _details = await sessions.FindAsync(Id, CancellationToken.None);
        if (IsMeant(Details) || _details is { Line.End: not null })
        {
            _isMissing = _details is null;
            return;
        }

        _details = null;
        if (await workspace.AttachAsync(Id, IsMeant(Watch)) is { } tab)
        {
            navigation.NavigateTo(tab.Address.Url, new NavigationOptions { ReplaceHistoryEntry = true });
        }
        else
        {
            _isMissing = true;
        }
    }

    private static bool IsMeant(string? flag) => flag is not (null or "false");
}
