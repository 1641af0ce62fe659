using Microsoft.EntityFrameworkCore;
using WebShell.Core.Audit;

namespace WebShell.Core.Storage;

/// <summary>The tables of the audit log, for the migrations; <see cref="AuditTable"/> writes and <see cref="AuditSearch"/> reads them.</summary>
internal static class AuditRows
{
    public const int HashLength = 64;

    public static void AddTo(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AuditEventRow>(row =>
        {
            row.ToTable("AuditEvents");
            row.HasKey(line => line.Number);
            row.Property(line => line.Number).ValueGeneratedNever();
            row.HasIndex(line => line.Id).IsUnique();
            row.HasIndex(line => line.Day);
            row.HasIndex(line => line.SessionId);
            row.HasIndex(line => line.Because);
            row.Property(line => line.Kind).HasMaxLength(AuditEntry.MaxKind);
            row.Property(line => line.SessionId).HasMaxLength(AuditEntry.MaxText);
            row.Property(line => line.Hash).HasMaxLength(HashLength);
        });
        modelBuilder.Entity<AuditAnchorRow>(row =>
        {
            row.ToTable("AuditAnchors");
            row.HasKey(anchor => anchor.Number);
            row.Property(anchor => anchor.Number).ValueGeneratedNever();
            row.Property(anchor => anchor.Hash).HasMaxLength(HashLength);
        });
    }
}

/// <summary>One event; see <see cref="AuditEntry"/>. The moment is milliseconds since 1970.</summary>
internal sealed class AuditEventRow
{
    public long Number { get; init; }

    public Guid Id { get; init; }

    public long At { get; init; }

    public int Day { get; init; }

    public required string Kind { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required string On { get; init; }

    public string? From { get; init; }

    public string? SessionId { get; init; }

    public required string Outcome { get; init; }

    public string? Result { get; init; }

    public Guid? Because { get; init; }

    public required string Details { get; init; }

    public required string Hash { get; init; }
}

/// <summary>The newest event that was removed because it was old; one row at most.</summary>
internal sealed class AuditAnchorRow
{
    public long Number { get; init; }

    public required string Hash { get; init; }
}
