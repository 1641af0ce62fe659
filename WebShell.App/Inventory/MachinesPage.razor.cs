using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using WebShell.App.Workspace;
using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>The portal's first page: find a machine, press Enter, be in its shell.</summary>
public sealed partial class MachinesPage(VmInventory inventory, ShellWorkspace workspace, NavigationManager navigation, IJSRuntime js) : IAsyncDisposable
{
    private const int PageOfRows = 15;
    private const int MaxErrorLength = 500;

    private SearchField? _search;
    private IJSObjectReference? _focus;
    private MachineFilter _filter = MachineFilter.Everything;
    private IReadOnlyList<Vm> _machines = [];
    private IReadOnlyList<string> _words = [];
    private Vm? _selected;
    private int _current = -1;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "tag")]
    public string[]? Tags { get; set; }

    public async ValueTask DisposeAsync()
    {
        inventory.Changed -= OnInventoryChanged;
        try
        {
            if (_focus is not null)
            {
                await _focus.InvokeVoidAsync("dispose");
                await _focus.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }
    }

    protected override void OnInitialized() => inventory.Changed += OnInventoryChanged;

    protected override void OnParametersSet()
    {
        var filter = MachineFilter.FromUrl(Text, Tags);

        // Our own rewriting of the url comes back here while one types on: the field's text is the newer one.
        if (_machines.Count == 0 || filter.Url != _filter.Url)
        {
            Show(filter);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./Inventory/MachinesPage.razor.js");
            _focus = await module.InvokeAsync<IJSObjectReference>("attach", _search!.Input);
        }
    }

    private static string Count(int machines) => machines == 1 ? "1 machine" : $"{machines:N0} machines";

    private void Show(MachineFilter filter)
    {
        _filter = filter;
        var query = filter.Query;
        _words = query.Words;
        _machines = inventory.IsLoaded ? inventory.Search(query) : [];
        _current = filter.IsEmpty || _machines.Count == 0 ? -1 : 0;
        _selected = _selected is null ? null : inventory.Find(_selected.Name);
    }

    private void OnFilter((MachineFilter Filter, bool IsSettled) change)
    {
        if (!_filter.Equals(change.Filter))
        {
            Show(change.Filter);
        }

        var url = navigation.ToAbsoluteUri(change.Filter.Url).ToString();
        if (change.IsSettled && navigation.Uri != url)
        {
            navigation.NavigateTo(url, new NavigationOptions { ReplaceHistoryEntry = true });
        }
    }

    private Task OnListKey(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                Move(_current + 1);
                break;
            case "ArrowUp":
                Move(_current - 1);
                break;
            case "PageDown":
                Move(_current + PageOfRows);
                break;
            case "PageUp":
                Move(_current - PageOfRows);
                break;
            case "Home":
                Move(0);
                break;
            case "End":
                Move(_machines.Count - 1);
                break;
            case " " when Current is not null:
                Select(_current);
                break;
            case "Enter" when Current is { } vm && key is { CtrlKey: false, AltKey: false, MetaKey: false }:
                return Connect(vm, null);
        }

        return Task.CompletedTask;
    }

    private Vm? Current => _current >= 0 && _current < _machines.Count ? _machines[_current] : null;

    private void OnPageKey(KeyboardEventArgs key)
    {
        if (key.Key == "Escape" && _filter.IsEmpty)
        {
            ClosePanel();
        }
    }

    private void Move(int index)
    {
        if (_machines.Count == 0)
        {
            return;
        }

        _current = Math.Clamp(index, 0, _machines.Count - 1);
        if (_selected is not null)
        {
            _selected = _machines[_current]; // an open panel follows the keyboard
        }
    }

    private void Select(int index)
    {
        var vm = _machines[index];
        _selected = _selected?.Name == vm.Name ? null : vm;
        _current = index;
    }

    private void ClosePanel() => _selected = null;

    private async Task Connect(Vm vm, string? login)
    {
        var tab = await workspace.OpenAsync(vm.Name, login);
        navigation.NavigateTo(tab.Address.Url);
    }

    private void OnInventoryChanged() => _ = InvokeAsync(() =>
    {
        var current = _current;
        Show(_filter);
        _current = Math.Min(current, _machines.Count - 1);
        StateHasChanged();
    });
}
