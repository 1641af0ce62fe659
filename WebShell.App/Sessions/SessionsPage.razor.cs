using Microsoft.AspNetCore.Components;
using WebShell.App.Workspace;
using WebShell.Core.Audit;
using WebShell.Core.Sessions;

namespace WebShell.App.Sessions;

/// <summary>
/// <c>/sessions</c>: the live shells and those that ended, as the user may see them; attach, watch, rename, end. <c>?view=</c> chooses
/// which. It follows what happens, and its times go on.
/// </summary>
public sealed partial class SessionsPage(
    VisibleSessions sessions, ShellService shells, ShellWorkspace workspace, NavigationManager navigation, TimeProvider time) : IAsyncDisposable
{
    private const int MaxTextLength = 200;
    private const int MaxSentence = 200;
    private const int MaxEndedShown = 200;

    /// <summary>Shown times are at most this old; and several changes at once are one.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _left = new();
    private ITimer? _timer;
    private IReadOnlyList<SessionLine> _all = [];
    private IReadOnlyList<SessionLine> _live = [];
    private IReadOnlyList<SessionLine> _ended = [];
    private IReadOnlyList<SessionView> _views = SessionView.Own;
    private SessionView _view = SessionView.All;
    private bool _showsOwners;
    private string _text = "";
    private string _workspaceId = "";
    private SessionLine? _ending;
    private SessionLine? _renaming;
    private string? _problem;

    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    private DateTimeOffset Now => time.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        sessions.Changed -= OnChanged;
        await _left.CancelAsync();
        _timer?.Dispose();
    }

    protected override void OnInitialized()
    {
        sessions.Changed += OnChanged;
        _timer = time.CreateTimer(_ => OnChanged(), null, Refresh, Refresh);
    }

    protected override async Task OnParametersSetAsync()
    {
        await workspace.ReturnAsync();
        await ShowAsync();
    }

    private static string Count(int count) => count == 1 ? "1 session" : $"{count:N0} sessions";

    private void OnChanged() => _ = InvokeAsync(async () =>
    {
        if (!_left.IsCancellationRequested)
        {
            await ShowAsync();
            StateHasChanged();
        }
    });

    private async Task ShowAsync()
    {
        _all = await sessions.ListAsync(_left.Token);
        _workspaceId = shells.Workspace;
        _showsOwners = _all.Any(line => !line.IsMine);
        _views = _showsOwners ? SessionView.Everyones : SessionView.Own;
        _view = _views.FirstOrDefault(view => view.Key == View) ?? SessionView.All;
        var shown = _all.Where(line => _view.Holds(line) && SessionWords.Matches(line, _text)).ToList();
        _live = [.. shown.Where(line => line.End is null)];
        _ended = [.. shown.Where(line => line.End is not null)];
    }

    private Task OnText(string? text)
    {
        _text = text ?? "";
        return ShowAsync();
    }

    private void Attach(SessionLine line) => navigation.NavigateTo($"sessions/{line.Id}");

    private async Task EndAnswered(bool isMeant)
    {
        var ending = _ending!;
        _ending = null;
        if (isMeant)
        {
            await TryAsync(() => sessions.EndAsync(ending.Id, _left.Token));
        }
    }

    private async Task NameAnswered(string? name)
    {
        var renaming = _renaming!;
        _renaming = null;
        if (name is not null)
        {
            await TryAsync(() => sessions.RenameAsync(renaming.Id, name, _left.Token).AsTask());
        }
    }

    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            _problem = null;
            await act();
        }
        catch (AuditException e)
        {
            _problem = e.Message;
        }
    }
}
