using Microsoft.AspNetCore.Components;
using WebShell.App.Workspace;

namespace WebShell.App.Sessions;

/// <summary>
/// <c>/sessions/{id}</c>: attaches to a session of one's own, or with <c>?watch</c> only looks. Another user's session, one that
/// has ended and one that never was give the same answer.
/// </summary>
public sealed partial class SessionPage(ShellWorkspace workspace, NavigationManager navigation)
{
    private bool _isMissing;

    [Parameter]
    public required string Id { get; set; }

    /// <summary>Anything but <c>false</c>: another window goes on typing.</summary>
    [SupplyParameterFromQuery(Name = "watch")]
    public string? Watch { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (await workspace.AttachAsync(Id, Watch is not (null or "false")) is { } tab)
        {
            navigation.NavigateTo(tab.Address.Url, new NavigationOptions { ReplaceHistoryEntry = true });
        }
        else
        {
            _isMissing = true;
        }
    }
}
