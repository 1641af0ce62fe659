using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using WebShell.App.Workspace;

namespace WebShell.App.Layout;

/// <summary>
/// The frame of every page: the rail, the page, and the workspace of terminals that outlives the pages. It hears the shortcuts
/// that work everywhere; all other keys belong to the terminal or the page.
/// </summary>
public sealed partial class MainLayout(ShellWorkspace workspace, NavigationManager navigation, IJSRuntime js) : IAsyncDisposable
{
    private PageErrorBoundary? _boundary;
    private WorkspaceArea? _area;
    private DotNetObjectReference<MainLayout>? _self;
    private IJSObjectReference? _shortcuts;
    private bool _showsKeys;
    private bool _showsPalette;

    /// <summary>A documented shortcut was pressed, wherever the focus is.</summary>
    [JSInvokable]
    public async Task OnShortcut(string shortcut)
    {
        switch (shortcut)
        {
            case "new-shell":
                navigation.NavigateTo("");
                break;
            case "close-shell" when workspace.Active is { } tab && _area is not null:
                await _area.Close(tab);
                break;
            case "next-shell" when workspace.Neighbour(1) is { } tab:
                _area?.Select(tab);
                break;
            case "previous-shell" when workspace.Neighbour(-1) is { } tab:
                _area?.Select(tab);
                break;
            case "keys":
                ShowKeys();
                break;
            case "palette":
                _showsPalette = true;
                StateHasChanged();
                break;
        }
    }

    /// <summary>Shows the sheet of all keys.</summary>
    public void ShowKeys()
    {
        _showsKeys = true;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        workspace.Changed -= OnWorkspaceChanged;
        navigation.LocationChanged -= OnLocationChanged;
        try
        {
            if (_shortcuts is not null)
            {
                await _shortcuts.InvokeVoidAsync("dispose");
                await _shortcuts.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }

        _self?.Dispose();
    }

    protected override void OnInitialized()
    {
        workspace.Changed += OnWorkspaceChanged;
        navigation.LocationChanged += OnLocationChanged;
    }

    protected override Task OnInitializedAsync() => workspace.ReturnAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./Layout/MainLayout.razor.js");
            _shortcuts = await module.InvokeAsync<IJSObjectReference>("listen", _self);
        }
    }

    private void HideKeys() => _showsKeys = false;

    private void HidePalette()
    {
        _showsPalette = false;
        StateHasChanged();
    }

    private void OnWorkspaceChanged() => _ = InvokeAsync(StateHasChanged);

    // Another page deserves another try.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _boundary?.Recover();
}
