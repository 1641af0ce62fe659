using Microsoft.EntityFrameworkCore;

namespace WebShell.Core.Storage;

/// <summary>One access rule; what it says is <see cref="RuleFacts"/>. <see cref="RuleTable"/> reads and writes it.</summary>
internal sealed class RuleRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Facts { get; init; }

    public int Version { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public required string ChangedBy { get; init; }
}

/// <summary>The edition of all rules; there is one row once there was a rule.</summary>
internal sealed class RuleEdition
{
    public const int TheOnlyId = 1;

    public int Id { get; init; }

    public long Edition { get; init; }
}

/// <summary>The tables of the access rules, for the migrations.</summary>
internal static class RuleModel
{
    private const int MaxId = 64;
    private const int MaxBy = 256;

    public static void AddTo(ModelBuilder model)
    {
        model.Entity<RuleRow>(row =>
        {
            row.ToTable("AccessRules");
            row.HasKey(rule => rule.Id);
            row.Property(rule => rule.Id).HasMaxLength(MaxId);
            row.Property(rule => rule.ChangedBy).HasMaxLength(MaxBy);
        });
        model.Entity<RuleEdition>(row =>
        {
            row.ToTable("AccessRuleEditions");
            row.HasKey(edition => edition.Id);
            row.Property(edition => edition.Id).ValueGeneratedNever();
        });
    }
}
