using Microsoft.EntityFrameworkCore;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Storage;

/// <summary>A key-encryption key that this database's secrets may be sealed with, and a value that only that key opens: a start without it is told at once.</summary>
internal sealed class SecretKeyRow
{
    public const int MaxPlace = 1024;

    /// <summary><see cref="IKeyWrapper.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Where it was when it was first used.</summary>
    public required string Place { get; init; }

    /// <summary>A known value, sealed.</summary>
    public required byte[] Proof { get; init; }

    public required DateTimeOffset FirstUsedAt { get; init; }

    public static void AddTo(ModelBuilder modelBuilder) => modelBuilder.Entity<SecretKeyRow>(row =>
    {
        row.ToTable("SecretKeys");
        row.HasKey(key => key.Id);
        row.Property(key => key.Id).HasMaxLength(KeyName.Characters);
        row.Property(key => key.Place).HasMaxLength(MaxPlace);
    });
}
