using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.App.Workspace;
using WebShell.Core.Inventory;
using WebShell.Core.Personal;
using WebShell.Core.Reachability;

namespace WebShell.App.Inventory;

/// <summary>The portal's first page: find a machine, press Enter, be in its shell.</summary>
public sealed partial class MachinesPage(
    VisibleMachines machines, MachineLister lister, MyMachines mine, ShellWorkspace workspace, ReachabilityBook reach, NavigationManager navigation, TimeProvider time) : IAsyncDisposable
{
    private const int PageOfRows = 15;
    private const int MaxProblemLength = 500;

    /// <summary>How old "12 m ago" may be.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    /// <summary>What is drawn about machines' answers is at most this old.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    /// <summary>A list that depends on answers is made anew this often: rows that jump each second cannot be clicked.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _left = new();
    private readonly RowsInSight _inSight = new();
    private readonly HashSet<string> _closed = [];
    private readonly HashSet<string> _selection = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _counts = [];
    private readonly RewrittenUrls _rewritten = new();
    private ITimer? _timer;
    private ITimer? _glance;
    private long _listedAt;
    private long _shownAt;
    private int _shown;
    private MachineFilter _filter = MachineFilter.Everything;
    private MachineList? _list;
    private Vm? _selected;
    private Vm? _choosing;
    private string? _problem;
    private string? _refusal;
    private SavedView? _editing;
    private bool _isSaving;
    private bool _mayMend;
    private bool _mayShare;
    private int _current = -1;
    private int _lastMarked = -1;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "tag")]
    public string[]? Tags { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "group")]
    public string? GroupBy { get; set; }

    [SupplyParameterFromQuery(Name = "cols")]
    public string? Columns { get; set; }

    private MachineRow? CurrentRow => _list is not null && _current >= 0 && _current < _list.Rows.Count ? _list.Rows[_current] : null;

    private Vm? Current => CurrentRow?.Vm;

    // What is selected and still in the list, in its order.
    private IReadOnlyList<Vm> Marked => _selection.Count == 0 || _list is null ? [] : [.. _list.Matches.Where(vm => _selection.Contains(vm.Slug))];

    // As it is shown now, the user's own likings included: a view looks the same for everybody.
    private MachineFilter Laid => _filter with { Group = _list!.Group, Columns = _list.Columns };

    public async ValueTask DisposeAsync()
    {
        lister.Changed -= OnChanged;
        _timer?.Dispose();
        _glance?.Dispose();
        await _left.CancelAsync();
        _left.Dispose();
    }

    protected override void OnInitialized()
    {
        lister.Changed += OnChanged;
        _timer = time.CreateTimer(_ => InvokeAsync(RefreshAsync), null, Refresh, Refresh);
        if (reach.IsWatched)
        {
            _glance = time.CreateTimer(_ => InvokeAsync(FollowReachAsync), null, Glance, Glance);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        var filter = MachineFilter.FromUrl(Text, Tags, Sort, GroupBy, Columns);

        // Our own rewriting of the url comes back here, from the browser, while one types on: the field's text is the newer one.
        if (!_rewritten.Comes(filter.Url) && (_list is null || filter.Url != _filter.Url))
        {
            _selection.Clear();
            await ShowAsync(filter);
        }

        if (_counts.Count == 0)
        {
            await CountAsync();
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

        var list = await lister.ListAsync(filter, _closed, _left.Token);
        _mayMend = await machines.MayMendAsync(_left.Token);
        _mayShare = await mine.MayShareAsync(_left.Token);
        _problem = await machines.ProblemAsync(_left.Token);
        _selected = _selected is null ? null : await machines.FindAsync(_selected.Slug, _left.Token);
        _listedAt = time.GetTimestamp();
        if (filter == _filter) // else typed on meanwhile
        {
            (_list, _current, _lastMarked) = (list, filter.IsEmpty ? -1 : list.Rows.Machine(0, 1), -1);
        }
    }

    // What stands behind the names of the views; not at every keystroke.
    private async Task CountAsync()
    {
        if (_list is null)
        {
            return;
        }

        var counts = new Dictionary<string, int>();
        foreach (var (title, filter, _) in MachineViews.TabsOf(_list.Personal))
        {
            counts[title] = await lister.CountAsync(filter, _left.Token);
        }

        _counts.Clear();
        foreach (var (title, count) in counts)
        {
            _counts[title] = count;
        }
    }

    private async Task OnFilter((MachineFilter Filter, bool IsSettled) change)
    {
        if (_filter != change.Filter)
        {
            _selection.Clear();
            await ShowAsync(change.Filter);
        }

        var url = navigation.ToAbsoluteUri(change.Filter.Url).ToString();
        if (change.IsSettled && navigation.Uri != url && !_left.IsCancellationRequested)
        {
            _rewritten.Goes(change.Filter.Url);
            navigation.NavigateTo(url, new NavigationOptions { ReplaceHistoryEntry = true });
        }
    }

    private Task OnListKey(KeyboardEventArgs key)
    {
        var isPlain = key is { CtrlKey: false, AltKey: false, MetaKey: false };
        switch (key.Key)
        {
            case "ArrowDown":
                Move(_current + 1, 1);
                break;
            case "ArrowUp":
                Move(_current - 1, -1);
                break;
            case "PageDown":
                Move(_current + PageOfRows, -1);
                break;
            case "PageUp":
                Move(_current - PageOfRows, 1);
                break;
            case "Home":
                Move(0, 1);
                break;
            case "End":
                Move(int.MaxValue, -1);
                break;
            case " " when Current is not null:
                Select(_current);
                break;
            case "x" or "X" when isPlain && Current is not null:
                Mark((_current, key.ShiftKey));
                break;
            case "f" or "F" when isPlain && Current is { } vm:
                return Star(vm);
            case "Enter" when Current is { } vm && key.ShiftKey:
                _choosing = vm;
                break;
            case "Enter" when Current is { } vm && isPlain:
                return Connect(new ConnectChoice(vm, Login: null));
        }

        return Task.CompletedTask;
    }

    private void OnPageKey(KeyboardEventArgs key)
    {
        if (key.Key != "Escape")
        {
            return;
        }

        if (_selection.Count > 0)
        {
            ClearSelection();
        }
        else if (_filter.IsEmpty)
        {
            ClosePanel();
        }
    }

    private void Move(int index, int step)
    {
        if (_list is not { Rows.Count: > 0 } list)
        {
            return;
        }

        var found = list.Rows.Machine(index, step);
        _current = found >= 0 ? found : list.Rows.Machine(index, -step);
        if (_selected is not null)
        {
            _selected = Current; // an open panel follows the keyboard
        }
    }

    private void Select(int index)
    {
        _current = index;
        _selected = _selected?.Slug == Current?.Slug ? null : Current;
    }

    private void Mark((int Index, bool IsRange) row)
    {
        if (_list?.Rows[row.Index].Vm is not { } vm)
        {
            return;
        }

        if (row.IsRange && _lastMarked >= 0)
        {
            for (var i = Math.Min(row.Index, _lastMarked); i <= Math.Max(row.Index, _lastMarked); i++)
            {
                if (_list.Rows[i].Vm is { } between)
                {
                    _selection.Add(between.Slug);
                }
            }
        }
        else if (!_selection.Remove(vm.Slug))
        {
            _selection.Add(vm.Slug);
        }

        (_current, _lastMarked) = (row.Index, row.Index);
    }

    private void ClearSelection()
    {
        _selection.Clear();
        _lastMarked = -1;
    }

    private void ClosePanel() => _selected = null;

    private async Task Toggle(MachineSection section)
    {
        if (!_closed.Remove(section.Key))
        {
            _closed.Add(section.Key);
        }

        await ShowAgainAsync();
    }

    private Task Star(Vm vm) => KeepAsync(() => mine.SetFavouriteAsync(vm.Slug, !_list!.Personal.IsFavourite(vm.Slug), _left.Token));

    // A view's own layout stays the view's; without one it is how the user likes it from now on.
    private Task SetGroup(IReadOnlyList<string> group) => _filter.Group is not null
        ? OnFilter((_filter with { Group = group }, true))
        : KeepAsync(() => mine.SaveTableAsync(_list!.Personal.Table with { Group = MachineFilter.GroupText(group) }, _left.Token));

    private Task SetColumns(IReadOnlyList<MachineColumn> columns) => _filter.Columns is not null
        ? OnFilter((_filter with { Columns = columns.Count == 0 ? null : columns }, true))
        : KeepAsync(() => mine.SaveTableAsync(_list!.Personal.Table with { Columns = MachineColumn.ListOf(columns) }, _left.Token));

    private Task SetRoomy(bool isRoomy) => KeepAsync(() => mine.SaveTableAsync(_list!.Personal.Table with { IsRoomy = isRoomy }, _left.Token));

    private async Task KeepAsync(Func<Task> keep)
    {
        try
        {
            await keep();
            _refusal = null;
        }
        catch (PersonalException e)
        {
            _refusal = e.Message;
        }
    }

    private async Task Connect(ConnectChoice choice)
    {
        _choosing = null;
        var tab = await workspace.OpenAsync(choice.Vm.Slug, choice.Login, choice.Plan, choice.Jump, choice.Reason);
        navigation.NavigateTo(tab.Address.Url);
    }

    private Task Reload() => machines.ReloadAsync(_left.Token);

    // The keyboard's row stays at its machine, wherever that is now.
    private async Task ShowAgainAsync()
    {
        var (row, marked) = (CurrentRow, _lastMarked);
        await ShowAsync(_filter);
        _current = _list?.Rows.IndexOf(row?.Vm?.Slug, row?.Section.Key) ?? -1;
        _lastMarked = Math.Min(marked, (_list?.Rows.Count ?? 0) - 1);
    }

    // Times grow old, and so do the counts of views that ask whether machines answer.
    private async Task RefreshAsync()
    {
        if (_left.IsCancellationRequested)
        {
            return;
        }

        if (_list is { } list && reach.IsWatched && MachineViews.TabsOf(list.Personal).Any(tab => MachineStates.OfReach(tab.Filter.Query).Count > 0))
        {
            await CountAsync();
        }

        StateHasChanged();
    }

    // What is in sight is looked at first; and it is drawn anew only when a row would say something else.
    private async Task FollowReachAsync()
    {
        if (_list is null || _left.IsCancellationRequested)
        {
            return;
        }

        if (_shown != _inSight.Drawings || time.GetElapsedTime(_shownAt) >= Refresh)
        {
            (_shown, _shownAt) = (_inSight.Drawings, time.GetTimestamp());
            reach.Show(_inSight.Slugs);
        }

        var now = time.GetUtcNow();
        if (_list.FollowsReach && time.GetElapsedTime(_listedAt) >= Again)
        {
            await ShowAgainAsync();
            StateHasChanged();
        }
        else if (_inSight.IsStale(slug => ReachWords.Short(reach.Of(slug), now)))
        {
            StateHasChanged();
        }
    }

    private void OnChanged() => _ = InvokeAsync(async () =>
    {
        if (!_left.IsCancellationRequested)
        {
            await ShowAgainAsync();
            await CountAsync();
            StateHasChanged();
        }
    });
}
