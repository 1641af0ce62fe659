using Microsoft.AspNetCore.Components;

namespace WebShell.App.Admin;

/// <summary>
/// A page of administration: it reads what it shows, reads again when that changes, and says in one place what went wrong
/// (<see cref="AdminFrame"/> shows it). What an act may throw and people be told, the page names (<see cref="IsTold"/>).
/// </summary>
public abstract class AdminPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();

    /// <summary>Whether who sits before the page may not see it; it looks like one that is not there, then.</summary>
    public bool IsDenied { get; protected set; }

    /// <summary>What went wrong, and what it means; null: nothing.</summary>
    public (string Title, string Text)? Problem { get; private set; }

    /// <summary>What a failed reading means, e.g. "The pinned keys cannot be read."</summary>
    protected abstract string Unreadable { get; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Left => _left.Token;

    public void Dispose()
    {
        Unlisten();
        _left.Cancel();
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody looked at the problem: it goes, and the page reads again.</summary>
    public Task ReloadAsync()
    {
        Problem = null;
        return TryReadAsync();
    }

    protected override Task OnInitializedAsync()
    {
        Listen();
        return TryReadAsync();
    }

    /// <summary>Starts hearing of changes; each leads to <see cref="OnChanged"/>.</summary>
    protected virtual void Listen()
    {
    }

    /// <summary>Stops hearing of them.</summary>
    protected virtual void Unlisten()
    {
    }

    /// <summary>Asks for the right, sets <see cref="IsDenied"/>, and reads what the page shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Whether the message of a failure is meant for people; another is a defect, and the circuit's.</summary>
    protected virtual bool IsTold(Exception e) => e is IOException or InvalidDataException or UnauthorizedAccessException;

    /// <summary>Something that the page shows changed; may come from any thread.</summary>
    protected void OnChanged() => _ = InvokeAsync(async () =>
    {
        if (!_left.IsCancellationRequested)
        {
            await TryReadAsync();
            StateHasChanged();
        }
    });

    /// <summary>Does one thing and reads again; where it fails, the page says that nothing was changed, and why.</summary>
    protected async Task DoAsync(Func<Task> act)
    {
        try
        {
            await act();
            await ReloadAsync();
        }
        catch (Exception e) when (IsTold(e))
        {
            await ReloadAsync();
            Problem = ("Nothing was changed.", e.Message);
        }
    }

    private async Task TryReadAsync()
    {
        try
        {
            await ReadAsync();
        }
        catch (Exception e) when (IsTold(e))
        {
            Problem = (Unreadable, e.Message);
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page is left.
        }
    }
}
