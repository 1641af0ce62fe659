using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WebShell.App.Dialogs;

namespace WebShell.App.Workspace;

/// <summary>
/// The open shells: a whole page at <c>/shell/…</c>, docked or minimised below every other page. It stays the same element
/// everywhere, so that a terminal is never taken down by walking through the portal.
/// </summary>
public sealed partial class WorkspaceArea(ShellWorkspace workspace, NavigationManager navigation, TimeProvider time, IJSRuntime js) : IAsyncDisposable
{
    /// <summary>How often marks of new output, measured times and waiting times are brought up to date.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _disposed = new();
    private Task _beating = Task.CompletedTask;
    private ElementReference _area;
    private IJSObjectReference? _module;
    private WorkspaceTab? _front;
    private WorkspaceTab? _examined;
    private string _shown = "";

    /// <summary>Shows a tab: as the page when the workspace is the page, in place when it is docked.</summary>
    public void Select(WorkspaceTab tab)
    {
        if (workspace.IsFullPage)
        {
            navigation.NavigateTo(tab.Address.Url);
        }
        else
        {
            workspace.Minimise(false);
            workspace.Activate(tab);
        }
    }

    public async Task Close(WorkspaceTab tab)
    {
        var closing = workspace.CloseAsync(tab);
        if (workspace.IsFullPage)
        {
            navigation.NavigateTo(workspace.Active?.Address.Url ?? "", new NavigationOptions { ReplaceHistoryEntry = true });
        }

        await closing;
    }

    public async ValueTask DisposeAsync()
    {
        workspace.Changed -= OnWorkspaceChanged;
        await _disposed.CancelAsync();
        await _beating;
        _disposed.Dispose();
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }
    }

    protected override void OnInitialized()
    {
        workspace.Changed += OnWorkspaceChanged;
        _beating = BeatAsync(_disposed.Token);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await js.InvokeAsync<IJSObjectReference>("import", "./Workspace/WorkspaceArea.razor.js");
        }

        if (_module is not null && workspace.Active is { } front && front != _front)
        {
            _front = front;
            await _module.InvokeVoidAsync("showFrontTab", _area);
        }

        if (_module is not null && workspace is { IsFullPage: false, IsMinimised: false, Tabs.Count: > 0 })
        {
            await _module.InvokeVoidAsync("makeResizable", _area);
        }
    }

    private Task Retry(WorkspaceTab tab)
    {
        _examined = null;
        return workspace.ReconnectAsync(tab);
    }

    private async Task BeatAsync(CancellationToken disposed)
    {
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(disposed))
            {
                workspace.MarkOutput();
                if (_shown != Timed())
                {
                    _shown = Timed();
                    StateHasChanged();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The circuit has ended.
        }
    }

    // Everything on the page that changes by time alone; a beat that changes nothing sends nothing.
    private string Timed() => workspace.Active is not { } tab
        ? ""
        : tab.State == TabState.Connecting
            ? OpeningWords.Elapsed(time.GetUtcNow() - tab.AskedAt) + (tab.Session?.Retry is { } retry ? OpeningWords.Of(retry, time.GetUtcNow()) : "")
            : RoundTripText.Of(tab.BrowserRoundTrip, tab.Session?.RoundTrip) + (tab.Session?.Expiry is { } expiry ? ExpiryWords.Of(expiry, time.GetUtcNow()) : "");

    private void OnWorkspaceChanged() => _ = InvokeAsync(StateHasChanged);
}
