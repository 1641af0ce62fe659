using System.Data.Common;
using WebShell.Core.Personal;

namespace WebShell.Tests.Support;

/// <summary>What people keep, in memory; fails while it is told to.</summary>
internal sealed class MemoryPersonalTable : IPersonalTable
{
    private readonly Dictionary<string, PersonalState> _states = [];

    public bool IsDown { get; set; }

    public int Reads { get; private set; }

    public List<SavedView> Shared { get; } = [];

    public PersonalState StateOf(string ownerId) => _states.GetValueOrDefault(ownerId, PersonalState.Empty);

    public Task<PersonalState> ReadAsync(string ownerId, CancellationToken cancellationToken)
    {
        Reads++;
        Answer();
        return Task.FromResult(StateOf(ownerId));
    }

    public Task<IReadOnlyList<SavedView>> ReadSharedAsync(CancellationToken cancellationToken)
    {
        Answer();
        return Task.FromResult<IReadOnlyList<SavedView>>([.. Shared]);
    }

    public Task SetFavouriteAsync(string ownerId, string slug, bool isFavourite, DateTimeOffset at, CancellationToken cancellationToken) =>
        Change(ownerId, state => state with { Favourites = isFavourite ? state.Favourites.Add(slug) : state.Favourites.Remove(slug) });

    public Task NoteUseAsync(string ownerId, string slug, DateTimeOffset at, CancellationToken cancellationToken) =>
        Change(ownerId, state => state with { Uses = state.Uses.SetItem(slug, new MachineUse((state.UseOf(slug)?.Count ?? 0) + 1, at)) });

    public Task SaveViewAsync(SavedView view, CancellationToken cancellationToken)
    {
        if (!view.IsShared)
        {
            return Change(view.OwnerId, state => state with { Views = state.Views.RemoveAll(other => other.Id == view.Id).Add(view) });
        }

        Answer();
        Shared.RemoveAll(other => other.Id == view.Id);
        Shared.Add(view);
        return Task.CompletedTask;
    }

    public Task RemoveViewAsync(string ownerId, Guid id, CancellationToken cancellationToken)
    {
        Answer();
        Shared.RemoveAll(view => view.Id == id && ownerId.Length == 0);
        return Change(ownerId, state => state with { Views = state.Views.RemoveAll(view => view.Id == id) });
    }

    public Task SaveTableAsync(string ownerId, TableSettings table, CancellationToken cancellationToken) => Change(ownerId, state => state with { Table = table });

    private Task Change(string ownerId, Func<PersonalState, PersonalState> change)
    {
        Answer();
        _states[ownerId] = change(StateOf(ownerId));
        return Task.CompletedTask;
    }

    private void Answer()
    {
        if (IsDown)
        {
            throw new Down();
        }
    }

    private sealed class Down : DbException;
}
