using System.Collections.Immutable;

namespace WebShell.Core.Personal;

/// <summary>What one person keeps about machines, at one moment; machines by their slugs.</summary>
public sealed record PersonalState
{
    public static PersonalState Empty { get; } = new();

    public ImmutableHashSet<string> Favourites { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    public ImmutableDictionary<string, MachineUse> Uses { get; init; } = ImmutableDictionary.Create<string, MachineUse>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The person's own, by name.</summary>
    public ImmutableArray<SavedView> Views { get; init; } = [];

    /// <summary>Everybody's, by name.</summary>
    public ImmutableArray<SavedView> SharedViews { get; init; } = [];

    public TableSettings Table { get; init; } = new();

    /// <summary>False: the database did not answer, so this is empty whatever was kept.</summary>
    public bool IsRead { get; init; } = true;

    public bool IsFavourite(string slug) => Favourites.Contains(slug);

    /// <summary>How and when the person used the machine; null: never, or long ago.</summary>
    public MachineUse? UseOf(string slug) => Uses.TryGetValue(slug, out var use) ? use : null;

    /// <summary>A machine the person has to do with: a favourite, or one that was used.</summary>
    public bool IsMine(string slug) => IsFavourite(slug) || Uses.ContainsKey(slug);
}
