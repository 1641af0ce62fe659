namespace WebShell.Core.Personal;

/// <summary>Where it is kept. Every method throws <see cref="System.Data.Common.DbException"/> when the store does not answer.</summary>
public interface IPersonalTable
{
    /// <summary>All that is kept for that person, without shared views.</summary>
    Task<PersonalState> ReadAsync(string ownerId, CancellationToken cancellationToken);

    /// <summary>Everybody's views, by name.</summary>
    Task<IReadOnlyList<SavedView>> ReadSharedAsync(CancellationToken cancellationToken);

    Task SetFavouriteAsync(string ownerId, string slug, bool isFavourite, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Counts one more use, and forgets the oldest ones above <see cref="PersonalLimits.Uses"/>.</summary>
    Task NoteUseAsync(string ownerId, string slug, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Adds the view, or replaces the one of its id.</summary>
    Task SaveViewAsync(SavedView view, CancellationToken cancellationToken);

    Task RemoveViewAsync(string ownerId, Guid id, CancellationToken cancellationToken);

    Task SaveTableAsync(string ownerId, TableSettings table, CancellationToken cancellationToken);
}
