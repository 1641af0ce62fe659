using Microsoft.EntityFrameworkCore;
using WebShell.Core.Credentials.Shared;

namespace WebShell.Core.Storage;

/// <summary>The tables of shared credentials, for the migrations; <see cref="SharedCredentialTable"/> reads and writes them.</summary>
internal static class SharedRows
{
    public static void AddTo(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SharedCredential>(row =>
        {
            row.ToTable("SharedCredentials");
            row.HasKey(shared => shared.Id);
            row.Property(shared => shared.Id).ValueGeneratedNever();
            row.HasIndex(shared => shared.NameKey).IsUnique();
            row.Property(shared => shared.Name).HasMaxLength(SharedCredential.MaxName);
            row.Property(shared => shared.NameKey).HasMaxLength(SharedCredential.MaxName);
            row.Property(shared => shared.Description).HasMaxLength(SharedCredential.MaxDescription);
            row.Property(shared => shared.Owner).HasMaxLength(SharedCredential.MaxOwner);
            row.Property(shared => shared.Kind).HasConversion<string>().HasMaxLength(32);
            row.Property(shared => shared.Machines).HasMaxLength(SharedCredential.MaxMachines);
            row.Property(shared => shared.Login).HasMaxLength(SharedCredential.MaxLogin);
            row.Property(shared => shared.AddedBy).HasMaxLength(SharedChange.MaxBy);
            row.Property(shared => shared.RotatedBy).HasMaxLength(SharedChange.MaxBy);
            row.Property(shared => shared.LastUsedBy).HasMaxLength(SharedChange.MaxBy);
            row.Property(shared => shared.LastUsedOn).HasMaxLength(SharedBinding.MaxSlug);
        });
        modelBuilder.Entity<SharedBinding>(row =>
        {
            row.ToTable("SharedBindings");
            row.HasKey(binding => new { binding.CredentialId, binding.Slug });
            row.Property(binding => binding.Slug).HasMaxLength(SharedBinding.MaxSlug);
            row.Property(binding => binding.Address).HasMaxLength(SharedBinding.MaxAddress);
            row.Property(binding => binding.Prints).HasMaxLength(SharedBinding.MaxPrints);
            row.Property(binding => binding.ConfirmedBy).HasMaxLength(SharedChange.MaxBy);
        });
        modelBuilder.Entity<SharedChange>(row =>
        {
            row.ToTable("SharedChanges");
            row.HasKey(change => change.Id);
            row.Property(change => change.Id).ValueGeneratedNever();
            row.HasIndex(change => new { change.CredentialId, change.At });
            row.Property(change => change.By).HasMaxLength(SharedChange.MaxBy);
            row.Property(change => change.Act).HasConversion<string>().HasMaxLength(16);
            row.Property(change => change.Detail).HasMaxLength(SharedChange.MaxDetail);
        });
    }
}
