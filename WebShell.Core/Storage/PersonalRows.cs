using Microsoft.EntityFrameworkCore;
using WebShell.Core.Personal;

namespace WebShell.Core.Storage;

/// <summary>The tables of what people keep about machines, for the migrations; <see cref="PersonalTable"/> reads and writes them.</summary>
internal static class PersonalRows
{
    private const int MaxId = 256;
    private const int MaxSlug = 253;

    public static void AddTo(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<FavouriteRow>(row =>
        {
            row.ToTable("Favourites");
            row.HasKey(favourite => new { favourite.OwnerId, favourite.Slug });
            row.Property(favourite => favourite.OwnerId).HasMaxLength(MaxId);
            row.Property(favourite => favourite.Slug).HasMaxLength(MaxSlug);
        });
        modelBuilder.Entity<MachineUseRow>(row =>
        {
            row.ToTable("MachineUses");
            row.HasKey(use => new { use.OwnerId, use.Slug });
            row.Property(use => use.OwnerId).HasMaxLength(MaxId);
            row.Property(use => use.Slug).HasMaxLength(MaxSlug);
        });
        modelBuilder.Entity<SavedViewRow>(row =>
        {
            row.ToTable("SavedViews");
            row.HasKey(view => view.Id);
            row.Property(view => view.Id).ValueGeneratedNever();
            row.HasIndex(view => new { view.OwnerId, view.NameKey }).IsUnique();
            row.Property(view => view.OwnerId).HasMaxLength(MaxId);
            row.Property(view => view.Name).HasMaxLength(PersonalLimits.ViewName);
            row.Property(view => view.NameKey).HasMaxLength(PersonalLimits.ViewName);
            row.Property(view => view.Query).HasMaxLength(PersonalLimits.Text);
            row.Property(view => view.Sort).HasMaxLength(PersonalLimits.Text);
            row.Property(view => view.Group).HasMaxLength(PersonalLimits.Text);
            row.Property(view => view.Columns).HasMaxLength(PersonalLimits.Text);
        });
        modelBuilder.Entity<TableSettingsRow>(row =>
        {
            row.ToTable("TableSettings");
            row.HasKey(settings => settings.OwnerId);
            row.Property(settings => settings.OwnerId).HasMaxLength(MaxId);
            row.Property(settings => settings.Columns).HasMaxLength(PersonalLimits.Text);
            row.Property(settings => settings.Group).HasMaxLength(PersonalLimits.Text);
        });
    }
}

/// <summary>A star.</summary>
internal sealed class FavouriteRow
{
    public required string OwnerId { get; init; }

    public required string Slug { get; init; }

    public DateTimeOffset AddedAt { get; init; }
}

/// <summary>Uses of one machine by one person.</summary>
internal sealed class MachineUseRow
{
    public required string OwnerId { get; init; }

    public required string Slug { get; init; }

    public int Count { get; init; }

    public DateTimeOffset LastAt { get; init; }
}

/// <summary>A view; an empty owner is everybody. The key is the name in lower case.</summary>
internal sealed class SavedViewRow
{
    public Guid Id { get; init; }

    public required string OwnerId { get; init; }

    public required string Name { get; init; }

    public required string NameKey { get; init; }

    public required string Query { get; init; }

    public required string Sort { get; init; }

    public required string Group { get; init; }

    public required string Columns { get; init; }
}

/// <summary>The look of one person's table; roomy is 1 or 0.</summary>
internal sealed class TableSettingsRow
{
    public required string OwnerId { get; init; }

    public required string Columns { get; init; }

    public required string Group { get; init; }

    public int Roomy { get; init; }
}
