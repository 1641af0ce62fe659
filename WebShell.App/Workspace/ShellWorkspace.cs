using System.Security.Cryptography;
using WebShell.App.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.App.Workspace;

/// <summary>
/// The tabs of one circuit (scoped): which shells are open, which is in front, and where the workspace is. It outlives every
/// page, so that walking through the portal closes nothing. Used on the circuit's dispatcher only.
/// </summary>
public sealed partial class ShellWorkspace(ShellService shells, VisibleMachines machines, ShellQuestions questions, TimeProvider time, ILogger<ShellWorkspace> logger)
    : IDisposable
{
    /// <summary>A second wish for the same machine and login within this time is the second half of a double click.</summary>
    public static readonly TimeSpan DoubleClick = TimeSpan.FromSeconds(1);

    private readonly List<WorkspaceTab> _tabs = [];
    private readonly HashSet<ShellAddress> _closed = [];
    private readonly CancellationTokenSource _circuitEnded = new();

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

    /// <summary>Opens another shell on a machine in a tab of its own; twice within <see cref="DoubleClick"/> is once.</summary>
    /// <param name="vmName">The machine.</param>
    /// <param name="login">One of its logins, or null for its usual one.</param>
    public async Task<WorkspaceTab> OpenAsync(string vmName, string? login)
    {
        var (address, environment, _) = await LocateAsync(vmName, login);
        var twin = _tabs.FindLast(tab => tab.Address with { Number = 1 } == address);
        if (twin is null || time.GetUtcNow() - twin.AskedAt >= DoubleClick)
        {
            return await AddAsync(address with { Number = FreeNumber(address) }, environment);
        }

        Activate(twin);
        return twin;
    }

    /// <summary>Shows the tab of that address (a link, a reload), and opens it when there is none.</summary>
    /// <returns>Null when there is no such machine.</returns>
    public async Task<WorkspaceTab?> ShowAsync(string vmName, string? login, int number)
    {
        var (address, environment, exists) = await LocateAsync(vmName, login);
        address = address with { Number = Math.Max(number, 1) };
        if (_tabs.Find(tab => tab.Address == address) is { } present)
        {
            Activate(present);
            return present;
        }

        return exists ? await AddAsync(address, environment) : null;
    }

    /// <summary>
    /// Whether the tab of that address was closed by hand: going back in the browser's history must not open another shell.
    /// </summary>
    public async Task<bool> WasClosedAsync(string vmName, string? login, int number) =>
        _closed.Contains((await LocateAsync(vmName, login)).Address with { Number = Math.Max(number, 1) });

    /// <summary>Opens the tab's machine again, in the same tab; nothing unless its shell has ended.</summary>
    public async Task ReconnectAsync(WorkspaceTab tab)
    {
        if (tab.State != TabState.Ended || !_tabs.Contains(tab))
        {
            return;
        }

        var past = tab.Lease;
        (tab.Lease, tab.Refusal, tab.ErrorId, tab.Title, tab.SeenOutput, tab.IsAlertClosed) = (null, null, null, "", 0, false);
        var asking = AskAsync(tab);
        await GiveBackAsync(past);
        await asking;
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
        await GiveBackAsync(tab.Lease);
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
    }

    /// <summary>The tab <paramref name="steps"/> to the right (to the left when negative), round the end.</summary>
    public WorkspaceTab? Neighbour(int steps)
    {
        var at = Active is null ? -1 : _tabs.IndexOf(Active);
        return at < 0 ? null : _tabs[(at + steps + _tabs.Count) % _tabs.Count];
    }

    /// <summary>Says whether the page at hand is the workspace itself.</summary>
    public void Place(bool isFullPage) => Set(() => IsFullPage = isFullPage);

    public void Minimise(bool isMinimised) => Set(() => IsMinimised = isMinimised);

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

    public void Retitle(WorkspaceTab tab, string title) => Set(() => tab.Title = title);

    public void Measure(WorkspaceTab tab, TimeSpan browserRoundTrip) => Set(() => tab.BrowserRoundTrip = browserRoundTrip);

    public void CloseAlert(WorkspaceTab tab) => Set(() => tab.IsAlertClosed = true);

    public void Dispose()
    {
        foreach (var tab in _tabs.Where(tab => tab.Lease is not null))
        {
            tab.Lease!.Session.Changed -= Notify;
        }

        _circuitEnded.Cancel();
        _circuitEnded.Dispose();
    }

    private async Task<(ShellAddress Address, string Environment, bool Exists)> LocateAsync(string vmName, string? login)
    {
        var vm = await machines.FindAsync(vmName, _circuitEnded.Token);
        var address = new ShellAddress(vm?.Name ?? vmName, string.IsNullOrEmpty(login) ? vm?.Logins[0] ?? "" : login, Number: 1);
        return (address, vm?.Environment ?? "", vm is not null);
    }

    private int FreeNumber(ShellAddress address)
    {
        var number = 1;
        while (_tabs.Exists(tab => tab.Address == address with { Number = number }))
        {
            number++;
        }

        return number;
    }

    private async Task<WorkspaceTab> AddAsync(ShellAddress address, string environment)
    {
        var tab = new WorkspaceTab { Address = address, Environment = environment };
        _tabs.Add(tab);
        _closed.Remove(address);
        Activate(tab);
        await AskAsync(tab);
        return tab;
    }

    private async Task AskAsync(WorkspaceTab tab)
    {
        tab.AskedAt = time.GetUtcNow();
        Notify();
        try
        {
            var lease = await shells.OpenAsync(
                tab.Address.VmName, tab.Address.Login, TerminalSize.Default, new WorkspaceDialogue(questions, tab.Environment), _circuitEnded.Token);
            tab.Lease = lease;
            lease.Session.Changed += Notify;
            _ = NameFailureAsync(tab, lease.Session);
        }
        catch (ShellException e)
        {
            (tab.Refusal, tab.ErrorId) = (e.Failure, NewErrorId());
            Log.Refused(logger, tab.ErrorId, tab.Address.VmName, e.Failure.Reason);
        }

        if (tab.Lease is not null && !_tabs.Contains(tab))
        {
            await GiveBackAsync(tab.Lease); // closed while it was being asked for
        }

        Notify();
    }

    // Owned by the session: its end completes, and never fails.
    private async Task NameFailureAsync(WorkspaceTab tab, TerminalSession session)
    {
        var end = await session.Ended;
        if (end.Failure is { } failure && tab.Lease?.Session == session)
        {
            tab.ErrorId = NewErrorId();
            Log.NotOpened(logger, tab.ErrorId, session.Id, tab.Address.VmName, failure.Reason);
            Notify();
        }
    }

    private async Task GiveBackAsync(ShellLease? lease)
    {
        if (lease is not null)
        {
            lease.Session.Changed -= Notify;
            await shells.CloseAsync(lease);
        }
    }

    private static string NewErrorId() => $"E-{RandomNumberGenerator.GetString("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 8)}";

    private void Set(Action change)
    {
        change();
        Notify();
    }

    private void Notify() => Changed?.Invoke();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{ErrorId}: a shell on {VmName} was refused: {Reason}.")]
        public static partial void Refused(ILogger logger, string errorId, string vmName, ShellFailureReason reason);

        [LoggerMessage(2, LogLevel.Information, "{ErrorId}: session {SessionId} on {VmName} could not be opened: {Reason}.")]
        public static partial void NotOpened(ILogger logger, string errorId, string sessionId, string vmName, ShellFailureReason reason);
    }
}
