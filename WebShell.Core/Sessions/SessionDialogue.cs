using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// Hands a connector's questions to the page that opened the session, for as long as that page is there; after that nobody
/// accepts a key or knows a password, so an opening that needs an answer fails with its own reason instead of waiting.
/// </summary>
internal sealed class SessionDialogue(IShellDialogue page, Action<ShellOpeningStep> stepBegun, Action<ConnectRetry> retryWaits) : IShellDialogue
{
    private readonly CancellationTokenSource _pageGone = new();

    public void Report(ShellOpeningStep step)
    {
        stepBegun(step);
        if (!_pageGone.IsCancellationRequested)
        {
            page.Report(step);
        }
    }

    public void ReportRetry(ConnectRetry retry)
    {
        retryWaits(retry);
        if (!_pageGone.IsCancellationRequested)
        {
            page.ReportRetry(retry);
        }
    }

    public ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken) =>
        AskAsync(token => page.AcceptHostKeyAsync(offer, token), cancellationToken);

    public ValueTask<string?> AskPasswordAsync(PasswordQuestion question, CancellationToken cancellationToken) =>
        AskAsync(token => page.AskPasswordAsync(question, token), cancellationToken);

    public void PageGone() => _pageGone.Cancel();

    private async ValueTask<T?> AskAsync<T>(Func<CancellationToken, ValueTask<T?>> ask, CancellationToken cancellationToken)
    {
        if (_pageGone.IsCancellationRequested)
        {
            return default;
        }

        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _pageGone.Token);
        try
        {
            // A page that went away may never answer: the token ends the wait even where the page does not look at it.
            return await ask(asking.Token).AsTask().WaitAsync(asking.Token);
        }
        catch (OperationCanceledException) when (_pageGone.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return default;
        }
    }
}
