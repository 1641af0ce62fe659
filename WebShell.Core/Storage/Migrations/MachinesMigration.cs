using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace WebShell.Core.Storage.Migrations;

/// <summary>The machines, the sources that list them, and the history of these.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122234000_Machines")]
internal sealed class MachinesMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Machines",
            columns: table => new
            {
                Slug = table.Column<string>(maxLength: 253, nullable: false),
                Name = table.Column<string>(maxLength: 253, nullable: false),
                NameKey = table.Column<string>(maxLength: 253, nullable: true),
                SourceId = table.Column<string>(maxLength: 64, nullable: true),
                Source = table.Column<string>(maxLength: 256, nullable: false),
                ListedAs = table.Column<string>(maxLength: 253, nullable: true),
                Facts = table.Column<string>(nullable: false),
                Edited = table.Column<string>(nullable: true),
                Version = table.Column<int>(nullable: false),
                ChangedAt = table.Column<long>(nullable: false),
                ChangedBy = table.Column<string>(maxLength: 256, nullable: false),
                RemovedAt = table.Column<long>(nullable: true),
                RemovedBySourceId = table.Column<string>(maxLength: 64, nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_Machines", row => row.Slug));
        migrationBuilder.CreateIndex(name: "IX_Machines_NameKey", table: "Machines", column: "NameKey", unique: true);
        migrationBuilder.CreateTable(
            name: "MachineRevisions",
            columns: table => new { Id = table.Column<int>(nullable: false), Revision = table.Column<long>(nullable: false) },
            constraints: table => table.PrimaryKey("PK_MachineRevisions", row => row.Id));
        migrationBuilder.CreateTable(
            name: "MachineSources",
            columns: table => new
            {
                Id = table.Column<string>(maxLength: 64, nullable: false),
                Name = table.Column<string>(maxLength: 100, nullable: false),
                NameKey = table.Column<string>(maxLength: 100, nullable: false),
                Kind = table.Column<string>(maxLength: 32, nullable: false),
                Place = table.Column<string>(maxLength: 2048, nullable: true),
                TokenFile = table.Column<string>(maxLength: 2048, nullable: true),
                DefaultLogins = table.Column<string>(nullable: false),
                IntervalSeconds = table.Column<int>(nullable: true),
                IsEnabled = table.Column<bool>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_MachineSources", row => row.Id));
        migrationBuilder.CreateIndex(name: "IX_MachineSources_NameKey", table: "MachineSources", column: "NameKey", unique: true);
        migrationBuilder.CreateTable(
            name: "MachineSyncs",
            columns: table => new
            {
                Id = table.Column<Guid>(nullable: false),
                SourceId = table.Column<string>(maxLength: 64, nullable: false),
                At = table.Column<long>(nullable: false),
                By = table.Column<string>(maxLength: 256, nullable: false),
                Outcome = table.Column<string>(maxLength: 16, nullable: false),
                Added = table.Column<int>(nullable: false),
                Changed = table.Column<int>(nullable: false),
                Removed = table.Column<int>(nullable: false),
                Conflicts = table.Column<int>(nullable: false),
                Rejected = table.Column<int>(nullable: false),
                Unchanged = table.Column<int>(nullable: false),
                Sentence = table.Column<string>(maxLength: 1000, nullable: false),
                Details = table.Column<string>(maxLength: 16384, nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_MachineSyncs", row => row.Id));
        migrationBuilder.CreateIndex(name: "IX_MachineSyncs_SourceId_At", table: "MachineSyncs", columns: ["SourceId", "At"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("MachineSyncs");
        migrationBuilder.DropTable("MachineSources");
        migrationBuilder.DropTable("MachineRevisions");
        migrationBuilder.DropTable("Machines");
    }
}
