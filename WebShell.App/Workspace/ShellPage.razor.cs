using Microsoft.AspNetCore.Components;
using WebShell.App.Inventory;

namespace WebShell.App.Workspace;

/// <summary>
/// <c>/shell/{name}</c>: brings the tab of its address to the front, and opens it when there is none, so that a link from
/// anywhere is a click to a shell. Without a name it is the workspace as it stands.
/// </summary>
public sealed partial class ShellPage(ShellWorkspace workspace, VisibleMachines machines, NavigationManager navigation) : IDisposable
{
    private View _view;

    private enum View
    {
        Workspace,
        Missing,

        /// <summary>There is no such session to watch.</summary>
        Over,
        Closed,
    }

    [Parameter]
    public string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "login")]
    public string? Login { get; set; }

    /// <summary>Another of the machine's jumps than its usual one.</summary>
    [SupplyParameterFromQuery(Name = "jump")]
    public string? Jump { get; set; }

    /// <summary>The id of somebody else's session to watch.</summary>
    [SupplyParameterFromQuery(Name = "watch")]
    public string? Watch { get; set; }

    [SupplyParameterFromQuery(Name = "n")]
    public int? Number { get; set; }

    public void Dispose()
    {
        machines.Changed -= OnMachinesChanged;
        workspace.Place(isFullPage: false);
    }

    protected override void OnInitialized() => machines.Changed += OnMachinesChanged;

    protected override async Task OnParametersSetAsync()
    {
        await workspace.ReturnAsync();
        if (Name is null && Watch is not null)
        {
            Show(await workspace.AttachAsync(Watch, watches: true) is null ? View.Over : View.Workspace);
            return;
        }

        if (Name is null && workspace.Active is { } active)
        {
            navigation.NavigateTo(active.Address.Url, new NavigationOptions { ReplaceHistoryEntry = true });
            return;
        }

        if (Name is not null && await workspace.WasClosedAsync(Name, Login, Number ?? 1, Jump))
        {
            Show(View.Closed);
            return;
        }

        Show(View.Workspace);
        if (Name is not null && machines.IsLoaded && await workspace.ShowAsync(Name, Login, Number ?? 1, Jump) is null)
        {
            Show(View.Missing);
        }
    }

    private void Show(View view)
    {
        _view = view;
        workspace.Place(isFullPage: view == View.Workspace);
    }

    private async Task Open()
    {
        var tab = await workspace.OpenAsync(Name!, Login, jump: Jump);
        navigation.NavigateTo(tab.Address.Url);
        Show(View.Workspace);
    }

    // A link may come before the inventory was read.
    private void OnMachinesChanged() => _ = InvokeAsync(async () =>
    {
        if (_view == View.Missing || workspace.Tabs.Count == 0)
        {
            await OnParametersSetAsync();
            StateHasChanged();
        }
    });
}
