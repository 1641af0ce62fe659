using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using WebShell.Core.Accounts;

namespace WebShell.Core.Storage;

/// <summary>An account as it lies in the database; for the migrations (<see cref="AccountTable"/> reads and writes it).</summary>
internal sealed class AccountRow
{
    public const int MaxId = 64;
    public const int MaxWord = 16;
    public const int MaxName = 64;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? DisplayName { get; init; }

    public string? Email { get; init; }

    public required string Role { get; init; }

    public required string Origin { get; init; }

    /// <summary>1 or 0.</summary>
    public int IsDisabled { get; init; }

    public required string Stamp { get; init; }

    public int Version { get; init; }

    public DateTimeOffset AddedAt { get; init; }

    /// <summary><see cref="SignInMeans"/> as JSON.</summary>
    public required string Means { get; init; }

    public static void AddTo(ModelBuilder model)
    {
        model.Entity<AccountRow>(row =>
        {
            row.ToTable("Accounts");
            row.HasKey(account => account.Id);
            row.HasIndex(account => account.Name).IsUnique();
            row.Property(account => account.Id).HasMaxLength(MaxId);
            row.Property(account => account.Name).HasMaxLength(MaxName);
            row.Property(account => account.DisplayName).HasMaxLength(AccountNames.MaxDisplayName);
            row.Property(account => account.Email).HasMaxLength(AccountNames.MaxEmail);
            row.Property(account => account.Role).HasMaxLength(MaxWord);
            row.Property(account => account.Origin).HasMaxLength(MaxWord);
            row.Property(account => account.Stamp).HasMaxLength(MaxId);
        });
        model.Entity<AccountGroupRow>(row =>
        {
            row.ToTable("AccountGroups");
            row.HasKey(group => group.Id);
            row.HasIndex(group => group.NameKey).IsUnique();
            row.Property(group => group.Id).HasMaxLength(MaxId);
            row.Property(group => group.Name).HasMaxLength(MaxName);
            row.Property(group => group.NameKey).HasMaxLength(MaxName);
        });
        model.Entity<AccountRevision>(row =>
        {
            row.ToTable("AccountRevisions");
            row.HasKey(revision => revision.Id);
            row.Property(revision => revision.Id).ValueGeneratedNever();
        });
    }
}

/// <summary>A group as it lies in the database.</summary>
internal sealed class AccountGroupRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The name in lower case, so that it is unique.</summary>
    public required string NameKey { get; init; }

    /// <summary>The ids of its accounts, as a JSON array.</summary>
    public required string Members { get; init; }

    public int Version { get; init; }
}

/// <summary>How often the accounts were written; one row.</summary>
internal sealed class AccountRevision
{
    public const int TheOnlyId = 1;

    public int Id { get; init; }

    public long Revision { get; init; }
}

/// <summary>The names are stable: databases have them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SignInMeans))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class AccountJson : JsonSerializerContext;
