using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace WebShell.Core.Storage.Migrations;

/// <summary>The model that the migrations lead to; a test holds it against <see cref="PortalDb"/>.</summary>
[DbContext(typeof(PortalDb))]
internal sealed class PortalDbSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder)
    {
        modelBuilder.HasAnnotation("ProductVersion", "10.0.14");
        modelBuilder.Entity("WebShell.Core.Credentials.SavedCredential", row =>
        {
            row.Property<Guid>("Id").ValueGeneratedOnAdd();
            row.Property<long>("AddedAt");
            row.Property<string>("Kind").IsRequired().HasMaxLength(32);
            row.Property<long?>("LastUsedAt");
            row.Property<string>("Name").IsRequired().HasMaxLength(64);
            row.Property<string>("OwnerId").IsRequired().HasMaxLength(256);
            row.Property<byte[]>("Secret").IsRequired();
            row.HasKey("Id");
            row.HasIndex("OwnerId", "Name").IsUnique();
            row.ToTable("SavedCredentials", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Credentials.Shared.SharedCredential", row =>
        {
            row.Property<Guid>("Id").ValueGeneratedNever();
            row.Property<long>("AddedAt");
            row.Property<string>("AddedBy").IsRequired().HasMaxLength(256);
            row.Property<string>("Description").IsRequired().HasMaxLength(500);
            row.Property<string>("Kind").IsRequired().HasMaxLength(32);
            row.Property<long?>("LastUsedAt");
            row.Property<string>("LastUsedBy").HasMaxLength(256);
            row.Property<string>("LastUsedOn").HasMaxLength(253);
            row.Property<string>("Login").IsRequired().HasMaxLength(65);
            row.Property<string>("Machines").IsRequired().HasMaxLength(1024);
            row.Property<string>("Name").IsRequired().HasMaxLength(64);
            row.Property<string>("NameKey").IsRequired().HasMaxLength(64);
            row.Property<string>("Owner").IsRequired().HasMaxLength(256);
            row.Property<string>("PublicLine");
            row.Property<long>("RotatedAt");
            row.Property<string>("RotatedBy").IsRequired().HasMaxLength(256);
            row.Property<byte[]>("Secret").IsRequired();
            row.Property<int>("Version");
            row.HasKey("Id");
            row.HasIndex("NameKey").IsUnique();
            row.ToTable("SharedCredentials", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Credentials.Shared.SharedBinding", row =>
        {
            row.Property<Guid>("CredentialId");
            row.Property<string>("Slug").HasMaxLength(253);
            row.Property<string>("Address").IsRequired().HasMaxLength(320);
            row.Property<long>("ConfirmedAt");
            row.Property<string>("ConfirmedBy").IsRequired().HasMaxLength(256);
            row.Property<string>("Prints").IsRequired().HasMaxLength(1024);
            row.HasKey("CredentialId", "Slug");
            row.ToTable("SharedBindings", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Credentials.Shared.SharedChange", row =>
        {
            row.Property<Guid>("Id").ValueGeneratedNever();
            row.Property<string>("Act").IsRequired().HasMaxLength(16);
            row.Property<long>("At");
            row.Property<string>("By").IsRequired().HasMaxLength(256);
            row.Property<Guid>("CredentialId");
            row.Property<string>("Detail").IsRequired().HasMaxLength(1000);
            row.HasKey("Id");
            row.HasIndex("CredentialId", "At");
            row.ToTable("SharedChanges", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.SecretKeyRow", row =>
        {
            row.Property<string>("Id").HasMaxLength(16);
            row.Property<long>("FirstUsedAt");
            row.Property<string>("Place").IsRequired().HasMaxLength(1024);
            row.Property<byte[]>("Proof").IsRequired();
            row.HasKey("Id");
            row.ToTable("SecretKeys", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.FavouriteRow", row =>
        {
            row.Property<string>("OwnerId").HasMaxLength(256);
            row.Property<string>("Slug").HasMaxLength(253);
            row.Property<long>("AddedAt");
            row.HasKey("OwnerId", "Slug");
            row.ToTable("Favourites", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.MachineUseRow", row =>
        {
            row.Property<string>("OwnerId").HasMaxLength(256);
            row.Property<string>("Slug").HasMaxLength(253);
            row.Property<int>("Count");
            row.Property<long>("LastAt");
            row.HasKey("OwnerId", "Slug");
            row.ToTable("MachineUses", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.SavedViewRow", row =>
        {
            row.Property<Guid>("Id").ValueGeneratedNever();
            row.Property<string>("OwnerId").IsRequired().HasMaxLength(256);
            row.Property<string>("Name").IsRequired().HasMaxLength(64);
            row.Property<string>("NameKey").IsRequired().HasMaxLength(64);
            row.Property<string>("Query").IsRequired().HasMaxLength(1024);
            row.Property<string>("Sort").IsRequired().HasMaxLength(1024);
            row.Property<string>("Group").IsRequired().HasMaxLength(1024);
            row.Property<string>("Columns").IsRequired().HasMaxLength(1024);
            row.HasKey("Id");
            row.HasIndex("OwnerId", "NameKey").IsUnique();
            row.ToTable("SavedViews", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.TableSettingsRow", row =>
        {
            row.Property<string>("OwnerId").HasMaxLength(256);
            row.Property<string>("Columns").IsRequired().HasMaxLength(1024);
            row.Property<string>("Group").IsRequired().HasMaxLength(1024);
            row.Property<int>("Roomy");
            row.HasKey("OwnerId");
            row.ToTable("TableSettings", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.MachineRow", row =>
        {
            row.Property<string>("Slug").HasMaxLength(253);
            row.Property<long>("ChangedAt");
            row.Property<string>("ChangedBy").IsRequired().HasMaxLength(256);
            row.Property<string>("Edited");
            row.Property<string>("Facts").IsRequired();
            row.Property<string>("ListedAs").HasMaxLength(253);
            row.Property<string>("Name").IsRequired().HasMaxLength(253);
            row.Property<string>("NameKey").HasMaxLength(253);
            row.Property<long?>("RemovedAt");
            row.Property<string>("RemovedBySourceId").HasMaxLength(64);
            row.Property<string>("Source").IsRequired().HasMaxLength(256);
            row.Property<string>("SourceId").HasMaxLength(64);
            row.Property<int>("Version");
            row.HasKey("Slug");
            row.HasIndex("NameKey").IsUnique();
            row.ToTable("Machines", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.MachineRevision", row =>
        {
            row.Property<int>("Id");
            row.Property<long>("Revision");
            row.HasKey("Id");
            row.ToTable("MachineRevisions", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.SourceRow", row =>
        {
            row.Property<string>("Id").HasMaxLength(64);
            row.Property<string>("DefaultLogins").IsRequired();
            row.Property<int?>("IntervalSeconds");
            row.Property<bool>("IsEnabled");
            row.Property<string>("Kind").IsRequired().HasMaxLength(32);
            row.Property<string>("Name").IsRequired().HasMaxLength(100);
            row.Property<string>("NameKey").IsRequired().HasMaxLength(100);
            row.Property<string>("Place").HasMaxLength(2048);
            row.Property<string>("TokenFile").HasMaxLength(2048);
            row.HasKey("Id");
            row.HasIndex("NameKey").IsUnique();
            row.ToTable("MachineSources", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Inventory.Import.SyncRecord", row =>
        {
            row.Property<Guid>("Id");
            row.Property<int>("Added");
            row.Property<long>("At");
            row.Property<string>("By").IsRequired().HasMaxLength(256);
            row.Property<int>("Changed");
            row.Property<int>("Conflicts");
            row.Property<string>("Details").IsRequired().HasMaxLength(16384);
            row.Property<string>("Outcome").IsRequired().HasMaxLength(16);
            row.Property<int>("Rejected");
            row.Property<int>("Removed");
            row.Property<string>("Sentence").IsRequired().HasMaxLength(1000);
            row.Property<string>("SourceId").IsRequired().HasMaxLength(64);
            row.Property<int>("Unchanged");
            row.HasKey("Id");
            row.HasIndex("SourceId", "At");
            row.ToTable("MachineSyncs", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.RuleRow", row =>
        {
            row.Property<string>("Id").HasMaxLength(64);
            row.Property<long>("ChangedAt");
            row.Property<string>("ChangedBy").IsRequired().HasMaxLength(256);
            row.Property<string>("Facts").IsRequired();
            row.Property<string>("Name").IsRequired();
            row.Property<int>("Version");
            row.HasKey("Id");
            row.ToTable("AccessRules", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.RuleEdition", row =>
        {
            row.Property<int>("Id");
            row.Property<long>("Edition");
            row.HasKey("Id");
            row.ToTable("AccessRuleEditions", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.RequestRow", row =>
        {
            row.Property<string>("Id").HasMaxLength(32);
            row.Property<long>("AskedAt");
            row.Property<string>("AskerId").IsRequired().HasMaxLength(64);
            row.Property<string>("Facts").IsRequired();
            row.Property<string>("State").IsRequired().HasMaxLength(16);
            row.Property<int>("Version");
            row.HasKey("Id");
            row.ToTable("AccessRequests", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.RequestEdition", row =>
        {
            row.Property<int>("Id");
            row.Property<long>("Edition");
            row.HasKey("Id");
            row.ToTable("AccessRequestEditions", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.AuditEventRow", row =>
        {
            row.Property<long>("Number");
            row.Property<string>("ActorId").IsRequired();
            row.Property<string>("ActorName").IsRequired();
            row.Property<long>("At");
            row.Property<Guid?>("Because");
            row.Property<int>("Day");
            row.Property<string>("Details").IsRequired();
            row.Property<string>("From");
            row.Property<string>("Hash").IsRequired().HasMaxLength(64);
            row.Property<Guid>("Id");
            row.Property<string>("Kind").IsRequired().HasMaxLength(64);
            row.Property<string>("On").IsRequired();
            row.Property<string>("Outcome").IsRequired();
            row.Property<string>("Result");
            row.Property<string>("SessionId").HasMaxLength(1000);
            row.HasKey("Number");
            row.HasIndex("Because");
            row.HasIndex("Day");
            row.HasIndex("Id").IsUnique();
            row.HasIndex("SessionId");
            row.ToTable("AuditEvents", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.AuditAnchorRow", row =>
        {
            row.Property<long>("Number");
            row.Property<string>("Hash").IsRequired().HasMaxLength(64);
            row.HasKey("Number");
            row.ToTable("AuditAnchors", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.AccountRow", row =>
        {
            row.Property<string>("Id").HasMaxLength(64);
            row.Property<long>("AddedAt");
            row.Property<string>("DisplayName").HasMaxLength(100);
            row.Property<string>("Email").HasMaxLength(254);
            row.Property<int>("IsDisabled");
            row.Property<string>("Means").IsRequired();
            row.Property<string>("Name").IsRequired().HasMaxLength(64);
            row.Property<string>("Origin").IsRequired().HasMaxLength(16);
            row.Property<string>("Role").IsRequired().HasMaxLength(16);
            row.Property<string>("Stamp").IsRequired().HasMaxLength(64);
            row.Property<int>("Version");
            row.HasKey("Id");
            row.HasIndex("Name").IsUnique();
            row.ToTable("Accounts", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.AccountGroupRow", row =>
        {
            row.Property<string>("Id").HasMaxLength(64);
            row.Property<string>("Members").IsRequired();
            row.Property<string>("Name").IsRequired().HasMaxLength(64);
            row.Property<string>("NameKey").IsRequired().HasMaxLength(64);
            row.Property<int>("Version");
            row.HasKey("Id");
            row.HasIndex("NameKey").IsUnique();
            row.ToTable("AccountGroups", (string?)null);
        });
        modelBuilder.Entity("WebShell.Core.Storage.AccountRevision", row =>
        {
            row.Property<int>("Id");
            row.Property<long>("Revision");
            row.HasKey("Id");
            row.ToTable("AccountRevisions", (string?)null);
        });
    }
}
