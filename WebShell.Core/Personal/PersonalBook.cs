using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using WebShell.Core.Inventory;
using WebShell.Core.Text;

namespace WebShell.Core.Personal;

/// <summary>
/// What people keep, in memory for as long as one of their pages is open: read from the store once, changed there first and then here,
/// so that all pages of a person show the same. Thread-safe singleton.
/// </summary>
/// <param name="table">The store.</param>
/// <param name="time">When things happened, and when to ask a store again that did not answer.</param>
/// <param name="logger">Where a store that does not answer is told of.</param>
public sealed partial class PersonalBook(IPersonalTable table, TimeProvider time, ILogger<PersonalBook> logger) : IDisposable
{
    /// <summary>A store that did not answer is not asked again before.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PersonalPage> _pages = [];

    // One change of shared views at a time, and no reading meanwhile.
    private readonly SemaphoreSlim _sharing = new(1);
    private ImmutableArray<SavedView>? _shared;

    public void Dispose() => _sharing.Dispose();

    /// <summary>The person's page in the book; to be given back by <see cref="Close"/>.</summary>
    internal PersonalPage Open(string ownerId)
    {
        lock (_gate)
        {
            if (!_pages.TryGetValue(ownerId, out var page))
            {
                _pages.Add(ownerId, page = new PersonalPage(ownerId));
            }

            page.Readers++;
            return page;
        }
    }

    internal void Close(PersonalPage page)
    {
        lock (_gate)
        {
            if (--page.Readers == 0)
            {
                _pages.Remove(page.OwnerId);
            }
        }
    }

    /// <summary>What the person keeps; empty and marked as not read while the store does not answer.</summary>
    internal async ValueTask<PersonalState> ReadAsync(PersonalPage page, CancellationToken cancellationToken)
    {
        if (page.State is { } known && (known.IsRead || time.GetElapsedTime(page.ReadAt) < RetryAfter))
        {
            return known;
        }

        using (await page.LockAsync(cancellationToken))
        {
            if (page.State is null or { IsRead: false })
            {
                page.State = await ReadStoreAsync(page.OwnerId, cancellationToken);
                page.ReadAt = time.GetTimestamp();
            }

            return page.State;
        }
    }

    /// <summary>Stars a machine, or takes the star away.</summary>
    internal Task SetFavouriteAsync(PersonalPage page, string slug, bool isFavourite, CancellationToken cancellationToken) => ChangeAsync(page, async state =>
    {
        if (state.IsFavourite(slug) == isFavourite)
        {
            return state;
        }

        Require(!isFavourite || state.Favourites.Count < PersonalLimits.Favourites, $"You have {PersonalLimits.Favourites} favourites; take the star off another machine first.");
        await table.SetFavouriteAsync(page.OwnerId, slug, isFavourite, time.GetUtcNow(), cancellationToken);
        return state with { Favourites = isFavourite ? state.Favourites.Add(slug) : state.Favourites.Remove(slug) };
    }, cancellationToken);

    internal Task SaveTableAsync(PersonalPage page, TableSettings settings, CancellationToken cancellationToken) => ChangeAsync(page, async state =>
    {
        RequireShort(settings.Columns, settings.Group);
        await table.SaveTableAsync(page.OwnerId, settings, cancellationToken);
        return state with { Table = settings };
    }, cancellationToken);

    internal Task SaveViewAsync(PersonalPage page, SavedView view, CancellationToken cancellationToken) => ChangeAsync(page, async state =>
    {
        var views = With(state.Views, view);
        await table.SaveViewAsync(view, cancellationToken);
        return state with { Views = views };
    }, cancellationToken);

    internal Task RemoveViewAsync(PersonalPage page, Guid id, CancellationToken cancellationToken) => ChangeAsync(page, async state =>
    {
        await table.RemoveViewAsync(page.OwnerId, id, cancellationToken);
        return state with { Views = state.Views.RemoveAll(view => view.Id == id) };
    }, cancellationToken);

    /// <summary>Adds or replaces a view that everybody has.</summary>
    internal Task ShareViewAsync(SavedView view, CancellationToken cancellationToken) => ShareAsync(async shared =>
    {
        var views = With(shared, view);
        await table.SaveViewAsync(view, cancellationToken);
        return views;
    }, cancellationToken);

    internal Task UnshareViewAsync(Guid id, CancellationToken cancellationToken) => ShareAsync(async shared =>
    {
        await table.RemoveViewAsync("", id, cancellationToken);
        return shared.RemoveAll(view => view.Id == id);
    }, cancellationToken);

    /// <summary>Notes that the person has a shell on the machine now; also when none of the person's pages is open.</summary>
    internal async Task NoteUseAsync(string ownerId, string slug, CancellationToken cancellationToken)
    {
        var page = Open(ownerId);
        try
        {
            await ChangeAsync(page, async state =>
            {
                var at = time.GetUtcNow();
                await table.NoteUseAsync(ownerId, slug, at, cancellationToken);
                var uses = state.Uses.SetItem(slug, new MachineUse((state.UseOf(slug)?.Count ?? 0) + 1, at));
                return state with { Uses = uses.Count > PersonalLimits.Uses ? uses.Remove(uses.MinBy(use => use.Value.LastAt).Key) : uses };
            }, cancellationToken);
        }
        finally
        {
            Close(page);
        }
    }

    // The store first: what could not be written is not shown as if it had been.
    private async Task ChangeAsync(PersonalPage page, Func<PersonalState, Task<PersonalState>> change, CancellationToken cancellationToken)
    {
        await ReadAsync(page, cancellationToken);
        using (await page.LockAsync(cancellationToken))
        {
            Require(page.State!.IsRead, "Nothing of yours can be read or kept at the moment; try again in a while.");
            var changed = await WriteAsync(() => change(page.State));
            if (changed == page.State)
            {
                return;
            }

            page.State = changed;
        }

        page.RaiseChanged();
    }

    private async Task ShareAsync(Func<ImmutableArray<SavedView>, Task<ImmutableArray<SavedView>>> change, CancellationToken cancellationToken)
    {
        await _sharing.WaitAsync(cancellationToken);
        try
        {
            _shared = await WriteAsync(async () => await change(_shared ?? [.. await table.ReadSharedAsync(cancellationToken)]));
        }
        finally
        {
            _sharing.Release();
        }

        foreach (var page in Pages())
        {
            using (await page.LockAsync(cancellationToken))
            {
                page.State = page.State is { } state ? state with { SharedViews = _shared.Value } : null;
            }

            page.RaiseChanged();
        }
    }

    private PersonalPage[] Pages()
    {
        lock (_gate)
        {
            return [.. _pages.Values];
        }
    }

    private async Task<PersonalState> ReadStoreAsync(string ownerId, CancellationToken cancellationToken)
    {
        try
        {
            return await table.ReadAsync(ownerId, cancellationToken) with { SharedViews = await ReadSharedAsync(cancellationToken) };
        }
        catch (DbException e)
        {
            Log.NotRead(logger, e);
            return PersonalState.Empty with { IsRead = false };
        }
    }

    private async Task<ImmutableArray<SavedView>> ReadSharedAsync(CancellationToken cancellationToken)
    {
        await _sharing.WaitAsync(cancellationToken);
        try
        {
            return _shared ??= [.. await table.ReadSharedAsync(cancellationToken)];
        }
        finally
        {
            _sharing.Release();
        }
    }

    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (DbException e)
        {
            Log.NotWritten(logger, e);
            throw new PersonalException("It could not be kept: the database does not answer. Try again in a while.", e);
        }
    }

    private static ImmutableArray<SavedView> With(ImmutableArray<SavedView> views, SavedView view)
    {
        Require(view.Name.Length is > 0 and <= PersonalLimits.ViewName && view.Name.EnumerateRunes().All(VisibleCharacter.Is), $"Give the view a name of 1 to {PersonalLimits.ViewName} characters.");
        RequireShort(view.Query, view.Sort, view.Group, view.Columns);
        var others = views.RemoveAll(other => other.Id == view.Id);
        Require(others.Length < PersonalLimits.Views, $"There are {PersonalLimits.Views} {(view.IsShared ? "shared views" : "views of yours")}; remove one first.");
        Require(!others.Any(other => other.Name.Equals(view.Name, StringComparison.OrdinalIgnoreCase)), $"There is a view named {view.Name} already; give this one another name.");
        return others.Add(view).Sort((x, y) => NaturalOrder.Instance.Compare(x.Name, y.Name));
    }

    private static void RequireShort(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            Require(text.Length <= PersonalLimits.Text, $"It has more than {PersonalLimits.Text} characters.");
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new PersonalException(otherwise);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "What a person keeps could not be read.")]
        public static partial void NotRead(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "What a person wanted to keep could not be written.")]
        public static partial void NotWritten(ILogger logger, Exception exception);
    }
}
