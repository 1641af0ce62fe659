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
    }
}
