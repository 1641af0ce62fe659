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
            row.Property<Guid>("Id").ValueGeneratedOnAdd().HasColumnType("TEXT");
            row.Property<long>("AddedAt").HasColumnType("INTEGER");
            row.Property<string>("Kind").IsRequired().HasMaxLength(32).HasColumnType("TEXT");
            row.Property<long?>("LastUsedAt").HasColumnType("INTEGER");
            row.Property<string>("Name").IsRequired().HasMaxLength(64).HasColumnType("TEXT");
            row.Property<string>("OwnerId").IsRequired().HasMaxLength(256).HasColumnType("TEXT");
            row.Property<byte[]>("Secret").IsRequired().HasColumnType("BLOB");
            row.HasKey("Id");
            row.HasIndex("OwnerId", "Name").IsUnique();
            row.ToTable("SavedCredentials", (string?)null);
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
    }
}
