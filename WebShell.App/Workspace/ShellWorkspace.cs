using WebShell.App.Dialogs;
using WebShell.App.Inventory;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;

namespace WebShell.App.Workspace;

/// <summary>
/// The tabs of one circuit (scoped): which shells are open, which is in front, and where the workspace is. It outlives every
/// page, so that walking through the portal closes nothing, and begins as the page's last circuit left it. Used on the
/// circuit's dispatcher only.
/// </summary>
public sealed class ShellWorkspace : IDisposable
{
    /// <summary>A second wish for the same machine and login within this time is the second half of a double click.</summary>
    public static readonly TimeSpan DoubleClick = TimeSpan.FromSeconds(1);

    private readonly TabShells _shells;
    private readonly VisibleMachines _machines;
    private readonly WorkspaceReturn _past;
    private readonly TimeProvider _time;
    private readonly List<WorkspaceTab> _tabs = [];
    private readonly HashSet<ShellAddress> _closed = [];
    private readonly CancellationTokenSource _circuitEnded = new();
    private Task? _returned;

    public ShellWorkspace(TabShells shells, VisibleMachines machines, WorkspaceReturn past, TimeProvider time)
    {
        (_shells, _machines, _past, _time) = (shells, machines, past, time);
        _shells.Changed += Notify;
    }

    /// <summary>Tabs, their order or state, the one in front, or the place changed; from any thread.</summary>
    public event Action? Changed;

    public IReadOnlyList<WorkspaceTab> Tabs => _tabs;

    /// <summary>The tab in front; null when there is none.</summary>
    public WorkspaceTab? Active { get; private set; }

    /// <summary>True while the page at hand is the workspace itself; otherwise it is docked below the page.</summary>
    public bool IsFullPage { get; private set; }

    /// <summary>True when the dock shows its tabs only.</summary>
    public bool IsMinimised { get; private set; }

    /// <summary>Whether this tab's terminal can be seen.</summary>
    public bool IsInSight(WorkspaceTab tab) => tab == Active && (IsFullPage || !IsMinimised);

    /// <summary>Brings back what the page's last circuit left; the first call does it, every other waits for that.</summary>
    public Task ReturnAsync() => _returned ??= ReturnOnceAsync();

    /// <summary>Opens another shell on a machine in a tab of its own; twice within <see cref="DoubleClick"/> is once.</summary>
    /// <param name="vmName">The machine.</param>
    /// <param name="login">One of the logins that the user may use there, or null for the first of them.</param>
    /// <param name="plan">How to sign in, or null as the inventory says.</param>
    /// <param name="jump">One of its jumps, or null for its usual way.</param>
    /// <param name="reason">Why, where it was said already.</param>
    public async Task<WorkspaceTab> OpenAsync(string vmName, string? login, SignInPlan? plan = null, string? jump = null, string? reason = null)
    {
        var (address, environment, _) = await LocateAsync(vmName, login, jump);
        var twin = _tabs.FindLast(tab => tab.Address with { Number = 1 } == address);
        if (twin is null || _time.GetUtcNow() - twin.AskedAt >= DoubleClick)
        {
            return await AddAsync(address with { Number = FreeNumber(address) }, environment, new SignInMemory(plan) { Reason = reason });
        }

        Activate(twin);
        return twin;
    }

    /// <summary>Shows the tab of that address (a link, a reload), and opens it when there is none.</summary>
    /// <returns>Null when there is no such machine, or not through that jump.</returns>
    public async Task<WorkspaceTab?> ShowAsync(string vmName, string? login, int number, string? jump = null)
    {
        var (address, environment, exists) = await LocateAsync(vmName, login, jump);
        address = address with { Number = Math.Max(number, 1) };
        if (_tabs.Find(tab => tab.Address == address) is { } present)
        {
            Activate(present);
            return present;
        }

        return exists ? await AddAsync(address, environment, new SignInMemory(plan: null)) : null;
    }

    /// <summary>
    /// Whether the tab of that address was closed by hand: going back in the browser's history must not open another shell.
    /// </summary>
    public async Task<bool> WasClosedAsync(string vmName, string? login, int number, string? jump = null) =>
        _closed.Contains((await LocateAsync(vmName, login, jump)).Address with { Number = Math.Max(number, 1) });

    /// <summary>
    /// Gives the tab a shell that takes input: takes it back when it is used elsewhere, opens the machine again when it has ended.
    /// </summary>
    public async Task ReconnectAsync(WorkspaceTab tab)
    {
        if (!_tabs.Contains(tab))
        {
            return;
        }

        if (tab.IsOthers)
        {
            // Somebody else's is not taken over, and no shell of one's own opened in its place.
        }
        else if (tab is { State: TabState.Elsewhere or TabState.Watching, Session: { } session })
        {
            if (await _shells.FindAsync(session.Id, watches: false, _circuitEnded.Token) is { } lease)
            {
                await SeeAsync(tab, lease);
            }
        }
        else if (tab.State == TabState.Ended)
        {
            var past = _shells.Leave(tab);
            (tab.Session, tab.Past, tab.Refusal, tab.ErrorId, tab.Title, tab.SeenOutput, tab.IsAlertClosed) = (null, null, null, null, "", 0, false);
            var asking = AskAsync(tab);
            await _shells.CloseAsync(past);
            await asking;
        }
    }

    /// <summary>Shows what another window does with the tab's shell; taking it back is <see cref="ReconnectAsync"/>.</summary>
    public async Task WatchAsync(WorkspaceTab tab)
    {
        if (tab is { State: TabState.Elsewhere, Session: { } session } && await _shells.FindAsync(session.Id, watches: true, _circuitEnded.Token) is { } watch)
        {
            await SeeAsync(tab, watch);
        }
    }

    /// <summary>Shows a session by its id: takes one of the user's over from wherever it is used, or only watches, which may be somebody else's.</summary>
    /// <returns>Null when there is no such session any more.</returns>
    public async Task<WorkspaceTab?> AttachAsync(string sessionId, bool watches = false)
    {
        await ReturnAsync();
        var tab = _tabs.Find(tab => tab.Session?.Id == sessionId);
        if (tab is { Lease: { IsHeld: true, Session.State: not SessionState.Ended } } or { IsOthers: true, State: TabState.Watching })
        {
            Activate(tab);
            return tab;
        }

        if (await _shells.FindAsync(sessionId, watches, _circuitEnded.Token) is not { } viewer)
        {
            return null;
        }

        if (tab is null)
        {
            var address = new ShellAddress(viewer.Session.VmName, viewer.Session.Login, 1, viewer.Session.Jump)
            {
                Slug = viewer.Session.VmSlug,
                Watched = viewer is ShellWatch { IsOthers: true } ? sessionId : "",
            };
            tab = new WorkspaceTab { Address = address with { Number = FreeNumber(address) }, Environment = viewer.Session.Environment, AskedAt = viewer.Session.OpenedAt };
            _tabs.Add(tab);
            _closed.Remove(tab.Address);
        }

        await SeeAsync(tab, viewer);
        return tab;
    }

    /// <summary>Ends the tab's shell and removes it; its neighbour comes to the front.</summary>
    public async Task CloseAsync(WorkspaceTab tab)
    {
        var at = _tabs.IndexOf(tab);
        if (at < 0)
        {
            return;
        }

        _tabs.RemoveAt(at);
        _closed.Add(tab.Address);
        if (Active == tab)
        {
            Activate(_tabs.ElementAtOrDefault(Math.Min(at, _tabs.Count - 1)));
        }

        Notify();
        Remember();
        await _shells.CloseAsync(_shells.Leave(tab));
    }

    public void Activate(WorkspaceTab? tab)
    {
        if (Active is { } past)
        {
            past.SeenOutput = past.OutputEnd;
        }

        Active = tab;
        if (tab is not null)
        {
            (tab.HasNewOutput, tab.HasRung) = (false, false);
        }

        Notify();
        Remember();
    }

    /// <summary>The tab <paramref name="steps"/> to the right (to the left when negative), round the end.</summary>
    public WorkspaceTab? Neighbour(int steps)
    {
        var at = Active is null ? -1 : _tabs.IndexOf(Active);
        return at < 0 ? null : _tabs[(at + steps + _tabs.Count) % _tabs.Count];
    }

    /// <summary>Says whether the page at hand is the workspace itself.</summary>
    public void Place(bool isFullPage) => Set(() => IsFullPage = isFullPage);

    public void Minimise(bool isMinimised)
    {
        Set(() => IsMinimised = isMinimised);
        Remember();
    }

    /// <summary>Marks the tabs behind the front one that wrote something since they were in front.</summary>
    public void MarkOutput()
    {
        var marked = _tabs.FindAll(tab => tab != Active && !tab.HasNewOutput && tab.OutputEnd > tab.SeenOutput);
        if (marked.Count > 0)
        {
            Set(() => marked.ForEach(tab => tab.HasNewOutput = true));
        }
    }

    public void Ring(WorkspaceTab tab) => Set(() => tab.HasRung = tab != Active);

    public void Retitle(WorkspaceTab tab, string title)
    {
        Set(() => tab.Title = title);
        Remember();
    }

    public void Measure(WorkspaceTab tab, TimeSpan browserRoundTrip) => Set(() => tab.BrowserRoundTrip = browserRoundTrip);

    public void CloseAlert(WorkspaceTab tab) => Set(() => tab.IsAlertClosed = true);

    public void Dispose()
    {
        _shells.Changed -= Notify;
        _tabs.ForEach(_shells.Forget);
        _circuitEnded.Cancel();
        _circuitEnded.Dispose();
    }

    private async Task ReturnOnceAsync()
    {
        var (tabs, memory) = await _past.TakeAsync(_circuitEnded.Token);
        _closed.UnionWith(memory.Closed);
        IsMinimised = memory.IsMinimised;
        foreach (var tab in tabs)
        {
            _tabs.Add(tab);
            _shells.Follow(tab);
        }

        Activate(_tabs.Find(tab => tab.Address == memory.Front) ?? _tabs.FirstOrDefault());
    }

    private void Remember() => _past.Keep(new WorkspaceMemory
    {
        Tabs = [.. _tabs.Where(tab => tab.SessionId is not null).Select(tab => new RememberedTab(tab.Address, tab.Environment, tab.SessionId!, tab.Title))],
        Front = Active?.Address,
        IsMinimised = IsMinimised,
        Closed = [.. _closed],
    });

    private async Task<(ShellAddress Address, string Environment, bool Exists)> LocateAsync(string vmName, string? login, string? jump)
    {
        await ReturnAsync();
        var vm = await _machines.FindAsync(vmName, _circuitEnded.Token);
        login = string.IsNullOrEmpty(login) ? await UsualLoginAsync(vm) : login;
        var address = new ShellAddress(vm?.Name ?? vmName, login, Number: 1) { Slug = vm?.Slug ?? vmName };
        if (vm is null || string.IsNullOrEmpty(jump))
        {
            return (address, vm?.Environment ?? "", vm is not null);
        }

        // The usual way has one address, however it is asked for; a way that is not listed is as one to nowhere.
        var listed = ShellWays.Spelling(vm, jump);
        var isUsual = vm.Jumps is [var usual, ..] && listed == usual;
        return (isUsual ? address : address with { Jump = listed ?? jump }, vm.Environment, listed is not null);
    }

    private async Task<string> UsualLoginAsync(Vm? vm) =>
        vm is null ? "" : (await _machines.AccessAsync(vm, _circuitEnded.Token)).Logins is [var usual, ..] ? usual : vm.Logins[0];

    private int FreeNumber(ShellAddress address)
    {
        var number = 1;
        while (_tabs.Exists(tab => tab.Address == address with { Number = number }))
        {
            number++;
        }

        return number;
    }

    private async Task<WorkspaceTab> AddAsync(ShellAddress address, string environment, SignInMemory signIn)
    {
        var tab = new WorkspaceTab { Address = address, Environment = environment, SignIn = signIn };
        _tabs.Add(tab);
        _closed.Remove(address);
        Activate(tab);
        await AskAsync(tab);
        return tab;
    }

    private async Task AskAsync(WorkspaceTab tab)
    {
        await _shells.AskAsync(tab, _circuitEnded.Token);
        if (!_tabs.Contains(tab))
        {
            await _shells.CloseAsync(_shells.Leave(tab)); // closed while it was being asked for
        }

        Notify();
        Remember();
    }

    private async Task SeeAsync(WorkspaceTab tab, ShellViewer viewer)
    {
        var before = _shells.Leave(tab);
        _shells.Show(tab, viewer);
        Activate(tab);
        await _shells.CloseAsync(before);
    }

    private void Set(Action change)
    {
        change();
        Notify();
    }

    private void Notify() => Changed?.Invoke();
}
