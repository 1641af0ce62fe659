using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// Hands a connector's questions to the page that has the session, and a question under way to the page that takes it over.
/// Without a page nobody accepts a key or knows a secret, so an opening that needs an answer fails with its own reason,
/// <see cref="ReloadTime"/> after the page has gone.
/// </summary>
internal sealed class SessionDialogue(string vmName, IShellDialogue first, Action changed, TimeProvider time) : IShellDialogue
{
    /// <summary>How long a question waits for a page that is being loaded anew.</summary>
    public static readonly TimeSpan ReloadTime = TimeSpan.FromSeconds(5);

    private readonly OpeningTimeline _timeline = new(vmName, time);
    private readonly Lock _gate = new();
    private Page? _page = new(first);
    private TaskCompletionSource _next = NewNext();
    private volatile ShellOpeningStep _step;
    private volatile string? _machine;
    private volatile ConnectRetry? _retry;

    /// <summary>Everything that happened on the way.</summary>
    public IReadOnlyList<OpeningStep> Opening => _timeline.ToList();

    /// <summary>The step under way.</summary>
    public ShellOpeningStep Step => _step;

    /// <summary>The machine whose step it is; null before the first one is known.</summary>
    public string? Machine => _machine;

    /// <summary>Set when a try has failed and the next one is waited for.</summary>
    public ConnectRetry? Retry => _retry;

    public void Report(ShellOpeningStep step)
    {
        (_step, _retry) = (step, null);
        _timeline.Begin(step);
        changed();
        Present?.Dialogue.Report(step);
    }

    public void ReportFact(string fact) => _timeline.Note(fact);

    public void ReportMachine(string vmName)
    {
        _machine = vmName;
        _timeline.BeginMachine(vmName);
        Present?.Dialogue.ReportMachine(vmName);
    }

    public void ReportRetry(ConnectRetry retry)
    {
        _retry = retry;
        _timeline.Fail(retry.Cause.Message);
        changed();
        Present?.Dialogue.ReportRetry(retry);
    }

    public ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken) =>
        AskAsync((page, token) => page.AcceptHostKeyAsync(offer, token), cancellationToken);

    public ValueTask<Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken) =>
        AskAsync((page, token) => page.AskSignInAsync(question, token), cancellationToken);

    public ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken) =>
        AskAsync((page, token) => page.AskPromptsAsync(question, token), cancellationToken);

    /// <summary>The terminal is open; nothing more will be asked.</summary>
    public void Opened()
    {
        (_step, _retry) = (ShellOpeningStep.Open, null);
        _timeline.Begin(ShellOpeningStep.Open);
    }

    /// <summary>It will not be opened.</summary>
    public void Failed(string why) => _timeline.GiveUp(why);

    /// <summary>The page is gone.</summary>
    public void PageGone() => Move(null);

    /// <summary>From now on that page is asked.</summary>
    public void MoveTo(IShellDialogue page) => Move(new Page(page));

    private static TaskCompletionSource NewNext() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Page? Present
    {
        get
        {
            lock (_gate)
            {
                return _page;
            }
        }
    }

    private void Move(Page? page)
    {
        Page? past;
        lock (_gate)
        {
            (past, _page) = (_page, page);
            if (page is not null)
            {
                _next.SetResult();
                _next = NewNext();
            }
        }

        past?.Gone.Cancel();
    }

    private async ValueTask<T?> AskAsync<T>(Func<IShellDialogue, CancellationToken, ValueTask<T?>> ask, CancellationToken cancellationToken)
    {
        while (await PageAsync(cancellationToken) is { } page)
        {
            using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, page.Gone.Token);
            try
            {
                // A page that went away may never answer: the token ends the wait even where the page does not look at it.
                return await ask(page.Dialogue, asking.Token).AsTask().WaitAsync(asking.Token);
            }
            catch (OperationCanceledException) when (page.Gone.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // Asked again on the page that took the session over.
            }
        }

        return default;
    }

    private async ValueTask<Page?> PageAsync(CancellationToken cancellationToken)
    {
        Task next;
        lock (_gate)
        {
            if (_page is not null)
            {
                return _page;
            }

            next = _next.Task;
        }

        try
        {
            await next.WaitAsync(ReloadTime, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }

        return Present;
    }

    private sealed class Page(IShellDialogue dialogue)
    {
        public IShellDialogue Dialogue => dialogue;

        public CancellationTokenSource Gone { get; } = new();
    }
}
