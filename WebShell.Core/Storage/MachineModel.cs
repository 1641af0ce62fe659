using Microsoft.EntityFrameworkCore;
using WebShell.Core.Inventory.Import;

namespace WebShell.Core.Storage;

/// <summary>The model of the machines, the sources and their history.</summary>
internal static class MachineModel
{
    public static void AddTo(ModelBuilder model)
    {
        AddMachines(model);
        AddSources(model);
    }

    private static void AddMachines(ModelBuilder model)
    {
        model.Entity<MachineRow>(row =>
        {
            row.ToTable("Machines");
            row.HasKey(machine => machine.Slug);
            row.HasIndex(machine => machine.NameKey).IsUnique();
            row.Property(machine => machine.Slug).HasMaxLength(MachineRow.MaxNameLength);
            row.Property(machine => machine.Name).HasMaxLength(MachineRow.MaxNameLength);
            row.Property(machine => machine.NameKey).HasMaxLength(MachineRow.MaxNameLength);
            row.Property(machine => machine.ListedAs).HasMaxLength(MachineRow.MaxNameLength);
            row.Property(machine => machine.Source).HasMaxLength(MachineRow.MaxByLength);
            row.Property(machine => machine.ChangedBy).HasMaxLength(MachineRow.MaxByLength);
            row.Property(machine => machine.SourceId).HasMaxLength(SourceRow.MaxIdLength);
            row.Property(machine => machine.RemovedBySourceId).HasMaxLength(SourceRow.MaxIdLength);
        });
        model.Entity<MachineRevision>(row =>
        {
            row.ToTable("MachineRevisions");
            row.HasKey(revision => revision.Id);
            row.Property(revision => revision.Id).ValueGeneratedNever();
        });
    }

    private static void AddSources(ModelBuilder model)
    {
        model.Entity<SourceRow>(row =>
        {
            row.ToTable("MachineSources");
            row.HasKey(source => source.Id);
            row.HasIndex(source => source.NameKey).IsUnique();
            row.Property(source => source.Id).HasMaxLength(SourceRow.MaxIdLength);
            row.Property(source => source.Name).HasMaxLength(MachineSource.MaxNameLength);
            row.Property(source => source.NameKey).HasMaxLength(MachineSource.MaxNameLength);
            row.Property(source => source.Kind).HasMaxLength(SourceRow.MaxKindLength);
            row.Property(source => source.Place).HasMaxLength(MachineSource.MaxPlaceLength);
            row.Property(source => source.TokenFile).HasMaxLength(MachineSource.MaxPlaceLength);
        });
        model.Entity<SyncRecord>(row =>
        {
            const int MaxOutcomeLength = 16;
            row.ToTable("MachineSyncs");
            row.HasKey(sync => sync.Id);
            row.HasIndex(sync => new { sync.SourceId, sync.At });
            row.Property(sync => sync.Id).ValueGeneratedNever();
            row.Property(sync => sync.SourceId).HasMaxLength(SourceRow.MaxIdLength);
            row.Property(sync => sync.By).HasMaxLength(MachineRow.MaxByLength);
            row.Property(sync => sync.Outcome).HasConversion<string>().HasMaxLength(MaxOutcomeLength);
            row.Property(sync => sync.Sentence).HasMaxLength(SyncRecord.MaxSentenceLength);
            row.Property(sync => sync.Details).HasMaxLength(SyncRecord.MaxDetailsLength);
        });
    }
}
