using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.App.Terminals;

/// <summary>
/// Shows one session in an xterm.js terminal for as long as the view lives, and sends it what the user types.
/// The session outlives the view; another session needs another view (<c>@key</c>).
/// </summary>
public sealed partial class TerminalView(IJSRuntime js, CircuitConnection connection, CircuitOutputWindow window, TimeProvider time, ILogger<TerminalView> logger)
    : IAsyncDisposable
{
    private const double MaxRoundTripMs = 600_000;

    private readonly CancellationTokenSource _closing = new();
    private ElementReference _element;
    private InputSequence _input = null!;
    private OutputShare _share = null!;
    private IJSObjectReference? _page;
    private Task _showing = Task.CompletedTask;
    private bool _isShown;
    private bool _wantsFocus;

    [Parameter, EditorRequired]
    public required ShellViewer Viewer { get; set; }

    /// <summary>False while another tab hides the terminal: it gets less of the line and gives its GPU context back.</summary>
    [Parameter]
    public bool IsVisible { get; set; } = true;

    [Parameter]
    public TerminalPreferences Preferences { get; set; } = new();

    /// <summary>The machine set a title: at most 128 characters, safe to show as text.</summary>
    [Parameter]
    public EventCallback<string> OnTitleChanged { get; set; }

    [Parameter]
    public EventCallback OnBell { get; set; }

    /// <summary>Enter was pressed in a terminal whose shell has ended.</summary>
    [Parameter]
    public EventCallback OnReconnectRequested { get; set; }

    [Parameter]
    public EventCallback<bool> OnFocusChanged { get; set; }

    /// <summary>The round trip between browser and portal, every five seconds while visible.</summary>
    [Parameter]
    public EventCallback<TerminalPing> OnPing { get; set; }

    private string EnvironmentClass => Viewer.Session.Environment is "prod" or "staging" or "dev" or "lab"
        ? $"env env-{Viewer.Session.Environment}"
        : "";

    private string DialogId(string name) => $"{name}-{Viewer.Session.Id}";

    private string State => Viewer.Session.State == SessionState.Connecting ? "connecting" : "connected";

    /// <summary>Gives the terminal the keyboard; one that is still opening takes it when it is open.</summary>
    public Task FocusAsync()
    {
        _wantsFocus = _page is null;
        return TellPageAsync("focus");
    }

    /// <summary>Opens the find bar, as Ctrl+Shift+F does.</summary>
    public Task OpenFindAsync() => TellPageAsync("openFind");

    public Task CopyAsync() => TellPageAsync("copy");

    /// <summary>Pastes from the clipboard; the browser asks for its permission.</summary>
    public Task PasteAsync() => TellPageAsync("paste");

    public Task SelectAllAsync() => TellPageAsync("selectAll");

    /// <summary>Clears the scrollback; the screen's last line stays.</summary>
    public Task ClearAsync() => TellPageAsync("clear");

    /// <summary>Selects the next match of <paramref name="text"/> and counts them all; nothing while the browser is away.</summary>
    public async ValueTask<TerminalFindResult> FindAsync(string text, TerminalFindOptions options)
    {
        if (_page is not { } page || !connection.IsUp)
        {
            return default;
        }

        return await page.InvokeAsync<TerminalFindResult>("find", _closing.Token, text, options);
    }

    /// <summary>A numbered piece of input. Null when the shell has it, else the sentence why it was refused.</summary>
    [JSInvokable]
    public async Task<string?> OnInput(long number, byte[] piece)
    {
        try
        {
            await _input.AcceptAsync(number, piece, _closing.Token);
            return null;
        }
        catch (ShellException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return "The terminal is closed.";
        }
    }

    [JSInvokable]
    public async Task OnResize(int columns, int rows) => await Viewer.ResizeAsync(new TerminalSize(columns, rows).Clamp(), _closing.Token);

    /// <summary>A page that was loaded anew shows a full-screen program.</summary>
    [JSInvokable]
    public void OnRepaint() => Viewer.Repaint();

    [JSInvokable]
    public Task OnTitle(string title) => OnTitleChanged.InvokeAsync(TerminalTitle.Clean(title));

    [JSInvokable]
    public Task OnBellRung() => OnBell.InvokeAsync();

    [JSInvokable]
    public Task OnReconnectKey() => OnReconnectRequested.InvokeAsync();

    [JSInvokable]
    public Task OnFocus(bool hasFocus) => OnFocusChanged.InvokeAsync(hasFocus);

    /// <summary>Answered at once and does nothing, so that the page can measure the way here and back.</summary>
    [JSInvokable]
    public Task OnEcho() => Task.CompletedTask;

    /// <summary>What the page measured.</summary>
    [JSInvokable]
    public Task OnRoundTrip(double milliseconds) => milliseconds is > 0 and < MaxRoundTripMs
        ? OnPing.InvokeAsync(new TerminalPing(TimeSpan.FromMilliseconds(milliseconds)))
        : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Viewer.Session.Changed -= OnSessionChanged;
        await _closing.CancelAsync();
        await _showing;
        _share.Dispose();
        _closing.Dispose();
    }

    // xterm.js owns the element once it is open; output never goes through the renderer.
    protected override bool ShouldRender() => false;

    protected override void OnInitialized()
    {
        _input = new InputSequence(Viewer.WriteAsync);
        _share = window.Join(IsVisible);
        Viewer.Session.Changed += OnSessionChanged;
    }

    protected override async Task OnParametersSetAsync()
    {
        _share.IsVisible = IsVisible;
        if (_isShown != IsVisible)
        {
            _isShown = IsVisible;
            await TellPageAsync("show", IsVisible);
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _showing = ShowAsync(_closing.Token);
        }
    }

    private async Task ShowAsync(CancellationToken closing)
    {
        try
        {
            using var self = DotNetObjectReference.Create(this);
            await using var page = await OpenAsync(self, closing);
            _page = page;
            try
            {
                if (_wantsFocus)
                {
                    await FocusAsync();
                }

                await StayEndedAsync(page, await ShowOutputAsync(page, closing), closing);
            }
            finally
            {
                await TellPageAsync(page, "close");
                _page = null;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException)
        {
            // The view is closing, or its browser is gone; the session lives on.
        }
        catch (Exception e)
        {
            Log.ShowingFailed(logger, Viewer.Session.Id, e);
            await DispatchExceptionAsync(e);
        }
    }

    // Not ended by closing: a terminal that opened must be closed. A page that has opened already gives the same terminal again.
    private async Task<IJSObjectReference> OpenAsync(DotNetObjectReference<TerminalView> self, CancellationToken closing)
    {
        var options = TerminalPageOptions.Of(Preferences, Viewer);
        while (true)
        {
            var present = await connection.UpAsync(closing);
            try
            {
                var module = await js.InvokeAsync<IJSObjectReference>("import", present, "./Terminals/TerminalView.razor.js");
                try
                {
                    return await module.InvokeAsync<IJSObjectReference>("open", present, _element, self, options);
                }
                finally
                {
                    await GiveBackAsync(module, present);
                }
            }
            catch (OperationCanceledException) when (present.IsCancellationRequested)
            {
                closing.ThrowIfCancellationRequested();
            }
        }
    }

    // A page that is gone answers this neither, and the circuit that goes with it would wait for a minute.
    private static async Task GiveBackAsync(IJSObjectReference module, CancellationToken present)
    {
        try
        {
            await module.DisposeAsync().AsTask().WaitAsync(present);
        }
        catch (OperationCanceledException)
        {
            // It went with its page, or stays there for the next time.
        }
    }

    // Returns when nothing more will come, with what to say about it.
    private async Task<EndNote> ShowOutputAsync(IJSObjectReference page, CancellationToken closing)
    {
        try
        {
            await new OutputFeed(Viewer, _share, connection, time).RunAsync(page, token => ResumeAsync(page, token), closing);
            return EndNote.Of(Viewer.Session, await Viewer.Session.Ended.WaitAsync(closing));
        }
        catch (ShellException e)
        {
            // The lease went to another window; the session may well live on.
            return new EndNote(e.Message, null, null);
        }
    }

    // Said again to a page that was away: the last screen stays until the view closes.
    private async Task StayEndedAsync(IJSObjectReference page, EndNote note, CancellationToken closing)
    {
        while (true)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(await connection.UpAsync(closing), closing);
            try
            {
                await page.InvokeVoidAsync("end", either.Token, note);
                await Task.Delay(Timeout.Infinite, either.Token);
            }
            catch (OperationCanceledException) when (!closing.IsCancellationRequested)
            {
                // The connection went away.
            }
        }
    }

    private ValueTask<long> ResumeAsync(IJSObjectReference page, CancellationToken cancellationToken)
    {
        _isShown = IsVisible;
        return page.InvokeAsync<long>("resume", cancellationToken, _input.Seen, State, IsVisible);
    }

    private void OnSessionChanged() => _ = InvokeAsync(() =>
        Viewer.Session.State is SessionState.Connected or SessionState.Detached ? TellPageAsync(_page, "setState", "connected") : Task.CompletedTask);

    private Task TellPageAsync(string function, params object?[] arguments) => TellPageAsync(_page, function, arguments);

    // What a page that is away should know it is told again when it resumes.
    private async Task TellPageAsync(IJSObjectReference? page, string function, params object?[] arguments)
    {
        if (page is null || !connection.IsUp)
        {
            return;
        }

        try
        {
            await page.InvokeVoidAsync(function, await connection.UpAsync(CancellationToken.None), arguments);
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException)
        {
            // The page went away meanwhile.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Showing session {SessionId} failed.")]
        public static partial void ShowingFailed(ILogger logger, string sessionId, Exception exception);
    }
}
