using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Inventory.Import;

namespace WebShell.Core.Storage;

/// <summary>The portal's database. A context is for one piece of work; take it from the factory.</summary>
internal sealed class PortalDb(DbContextOptions<PortalDb> options) : DbContext(options)
{
    /// <summary>The newest of the migrations.</summary>
    public const string LastMigration = "20261123082500_AccessRequests";

    public DbSet<SavedCredential> SavedCredentials => Set<SavedCredential>();

    public DbSet<SharedCredential> SharedCredentials => Set<SharedCredential>();

    public DbSet<SharedBinding> SharedBindings => Set<SharedBinding>();

    public DbSet<SharedChange> SharedChanges => Set<SharedChange>();

    public DbSet<SecretKeyRow> SecretKeys => Set<SecretKeyRow>();

    public DbSet<MachineRow> Machines => Set<MachineRow>();

    public DbSet<MachineRevision> MachineRevisions => Set<MachineRevision>();

    public DbSet<SourceRow> MachineSources => Set<SourceRow>();

    public DbSet<SyncRecord> MachineSyncs => Set<SyncRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SavedCredential>(HaveCredentials);
        SecretKeyRow.AddTo(modelBuilder);
        SharedRows.AddTo(modelBuilder);
        PersonalRows.AddTo(modelBuilder);
        MachineModel.AddTo(modelBuilder);
        RuleModel.AddTo(modelBuilder);
        RequestModel.AddTo(modelBuilder);
        AuditRows.AddTo(modelBuilder);
        AccountRow.AddTo(modelBuilder);
    }

    private static void HaveCredentials(EntityTypeBuilder<SavedCredential> row)
    {
        row.ToTable("SavedCredentials");
        row.HasKey(saved => saved.Id);
        row.HasIndex(saved => new { saved.OwnerId, saved.Name }).IsUnique();
        row.Property(saved => saved.OwnerId).HasMaxLength(256);
        row.Property(saved => saved.Name).HasMaxLength(Credentials.SavedCredentials.MaxNameCharacters);
        row.Property(saved => saved.Kind).HasConversion<string>().HasMaxLength(32);
    }

    // SQLite compares text; milliseconds since 1970 sort as time does.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
}
