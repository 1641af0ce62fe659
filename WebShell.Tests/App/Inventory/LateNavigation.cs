using Microsoft.AspNetCore.Components;
using WebShell.Tests.Support;

namespace WebShell.Tests.App.Inventory;

/// <summary>A browser that takes its time: the page hears of a new url only when the test says so.</summary>
internal sealed class LateNavigation : NavigationManager
{
    private readonly TaskCompletionSource<string> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LateNavigation() => Initialize("http://localhost/", "http://localhost/");

    /// <summary>Waits until the page wrote a url.</summary>
    public Task WrittenAsync() => Within.Seconds(_written.Task);

    /// <summary>What the page wrote comes back.</summary>
    public void Arrive() => Follow(_written.Task.Result);

    /// <summary>The person goes to a url.</summary>
    public void Follow(string url)
    {
        Uri = ToAbsoluteUri(url).ToString();
        NotifyLocationChanged(isInterceptedLink: false);
    }

    protected override void NavigateToCore(string uri, NavigationOptions options) => _written.TrySetResult(uri);
}
