using WebShell.Core.Access;

namespace WebShell.Core.Personal;

/// <summary>
/// What the current user keeps about machines: favourites, uses, views, the table's look (scoped). Asked for the first time it is read from
/// the store, from then on it is in memory and follows what the user's other pages change.
/// </summary>
public sealed class MyMachines(PersonalBook book, AccessPolicy policy, ICurrentUser currentUser) : IDisposable
{
    private readonly Lock _gate = new();
    private PersonalPage? _page;
    private bool _disposed;

    /// <summary>It changed, here or in another window; from any thread.</summary>
    public event Action? Changed;

    public async ValueTask<PersonalState> GetAsync(CancellationToken cancellationToken) =>
        await PageAsync(cancellationToken) is { } page ? await book.ReadAsync(page, cancellationToken) : PersonalState.Empty;

    /// <exception cref="PersonalException">A limit, or the store does not answer.</exception>
    public async Task SetFavouriteAsync(string slug, bool isFavourite, CancellationToken cancellationToken) =>
        await book.SetFavouriteAsync(await RequirePageAsync(cancellationToken), slug, isFavourite, cancellationToken);

    /// <exception cref="PersonalException">The store does not answer.</exception>
    public async Task SaveTableAsync(TableSettings settings, CancellationToken cancellationToken) =>
        await book.SaveTableAsync(await RequirePageAsync(cancellationToken), settings, cancellationToken);

    /// <summary>Keeps a view under its id: the user's own, or, for those who may, everybody's.</summary>
    /// <exception cref="PersonalException">No right, a name that is taken or none, a limit, or the store does not answer.</exception>
    public async Task SaveViewAsync(SavedView view, bool isShared, CancellationToken cancellationToken)
    {
        var page = await RequirePageAsync(cancellationToken);
        view = view with { Name = view.Name.Trim(), OwnerId = isShared ? "" : page.OwnerId };
        if (isShared)
        {
            await RequireSharingAsync(cancellationToken);
            await book.ShareViewAsync(view, cancellationToken);
        }
        else
        {
            await book.SaveViewAsync(page, view, cancellationToken);
        }
    }

    /// <summary>Removes a view; one that is gone, or another person's, is as good as removed.</summary>
    /// <exception cref="PersonalException">It is everybody's and the user may not remove it, or the store does not answer.</exception>
    public async Task RemoveViewAsync(SavedView view, CancellationToken cancellationToken)
    {
        var page = await RequirePageAsync(cancellationToken);
        if (view.IsShared)
        {
            await RequireSharingAsync(cancellationToken);
            await book.UnshareViewAsync(view.Id, cancellationToken);
        }
        else
        {
            await book.RemoveViewAsync(page, view.Id, cancellationToken);
        }
    }

    /// <summary>Whether the user may give views to everybody.</summary>
    public async ValueTask<bool> MayShareAsync(CancellationToken cancellationToken) =>
        policy.Decide(await currentUser.GetAsync(cancellationToken), PortalAction.ShareViews).IsAllowed;

    public void Dispose()
    {
        PersonalPage? page;
        lock (_gate)
        {
            (page, _page, _disposed) = (_page, null, true);
        }

        Leave(page);
    }

    private async Task RequireSharingAsync(CancellationToken cancellationToken)
    {
        if (policy.Decide(await currentUser.GetAsync(cancellationToken), PortalAction.ShareViews) is { IsAllowed: false } refusal)
        {
            throw new PersonalException(refusal.Explanation);
        }
    }

    private async ValueTask<PersonalPage> RequirePageAsync(CancellationToken cancellationToken) =>
        await PageAsync(cancellationToken) ?? throw new PersonalException("You are not signed in.");

    // The user is asked each time: nobody gets what the one before kept.
    private async ValueTask<PersonalPage?> PageAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        PersonalPage? left = null;
        lock (_gate)
        {
            if (_page is not null && _page.OwnerId != user?.Id)
            {
                (left, _page) = (_page, null);
            }

            if (_page is null && user is not null && !_disposed)
            {
                _page = book.Open(user.Id);
                _page.Changed += RaiseChanged;
            }
        }

        Leave(left);
        return _page;
    }

    private void Leave(PersonalPage? page)
    {
        if (page is not null)
        {
            page.Changed -= RaiseChanged;
            book.Close(page);
        }
    }

    private void RaiseChanged() => Changed?.Invoke();
}
