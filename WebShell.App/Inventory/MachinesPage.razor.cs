using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.App.Workspace;
using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>The portal's first page: find a machine, press Enter, be in its shell.</summary>
public sealed partial class MachinesPage(VisibleMachines machines, ShellWorkspace workspace, NavigationManager navigation) : IAsyncDisposable
{
    private const int PageOfRows = 15;
    private const int MaxProblemLength = 500;

    private readonly CancellationTokenSource _left = new();
    private MachineFilter _filter = MachineFilter.Everything;
    private IReadOnlyList<Vm>? _matches;
    private IReadOnlyList<string> _words = [];
    private Vm? _selected;
    private Vm? _choosing;
    private string? _problem;
    private bool _mayMend;
    private int _total;
    private int _current = -1;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "tag")]
    public string[]? Tags { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    private Vm? Current => _matches is not null && _current >= 0 && _current < _matches.Count ? _matches[_current] : null;

    public async ValueTask DisposeAsync()
    {
        machines.Changed -= OnMachinesChanged;
        await _left.CancelAsync();
        _left.Dispose();
    }

    protected override void OnInitialized() => machines.Changed += OnMachinesChanged;

    protected override async Task OnParametersSetAsync()
    {
        var filter = MachineFilter.FromUrl(Text, Tags, Sort);

        // Our own rewriting of the url comes back here while one types on: the field's text is the newer one.
        if (_matches is null || filter.Url != _filter.Url)
        {
            await ShowAsync(filter);
        }
    }

    private static string Count(int machines) => machines == 1 ? "1 machine" : $"{machines:N0} machines";

    private async Task ShowAsync(MachineFilter filter)
    {
        _filter = filter;
        if (!machines.IsLoaded)
        {
            return;
        }

        var query = filter.Query;
        var matches = filter.Sort.Order(await machines.SearchAsync(query, _left.Token));
        _total = filter.IsEmpty ? matches.Count : (await machines.SearchAsync(new VmQuery(), _left.Token)).Count;
        _mayMend = await machines.MayMendAsync(_left.Token);
        _problem = await machines.ProblemAsync(_left.Token);
        _selected = _selected is null ? null : await machines.FindAsync(_selected.Slug, _left.Token);
        if (filter != _filter)
        {
            return; // typed on meanwhile
        }

        (_matches, _words, _current) = (matches, query.Words, filter.IsEmpty || matches.Count == 0 ? -1 : 0);
    }

    private async Task OnFilter((MachineFilter Filter, bool IsSettled) change)
    {
        if (_filter != change.Filter)
        {
            await ShowAsync(change.Filter);
        }

        var url = navigation.ToAbsoluteUri(change.Filter.Url).ToString();
        if (change.IsSettled && navigation.Uri != url && !_left.IsCancellationRequested)
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
                Move(int.MaxValue);
                break;
            case " " when Current is not null:
                Select(_current);
                break;
            case "Enter" when Current is { } vm && key.ShiftKey:
                _choosing = vm;
                break;
            case "Enter" when Current is { } vm && key is { CtrlKey: false, AltKey: false, MetaKey: false }:
                return Connect(new ConnectChoice(vm, vm.Logins[0]));
        }

        return Task.CompletedTask;
    }

    private void OnPageKey(KeyboardEventArgs key)
    {
        if (key.Key == "Escape" && _filter.IsEmpty)
        {
            ClosePanel();
        }
    }

    private void Move(int index)
    {
        if (_matches is not { Count: > 0 })
        {
            return;
        }

        _current = Math.Clamp(index, 0, _matches.Count - 1);
        if (_selected is not null)
        {
            _selected = Current; // an open panel follows the keyboard
        }
    }

    private void Select(int index)
    {
        _current = index;
        _selected = _selected?.Name == Current?.Name ? null : Current;
    }

    private void ClosePanel() => _selected = null;

    private async Task Connect(ConnectChoice choice)
    {
        _choosing = null;
        var tab = await workspace.OpenAsync(choice.Vm.Slug, choice.Login, choice.Plan, choice.Jump);
        navigation.NavigateTo(tab.Address.Url);
    }

    private Task Reload() => machines.ReloadAsync(_left.Token);

    private void OnMachinesChanged() => _ = InvokeAsync(async () =>
    {
        var current = _current;
        await ShowAsync(_filter);
        _current = Math.Min(current, (_matches?.Count ?? 0) - 1);
        StateHasChanged();
    });
}
