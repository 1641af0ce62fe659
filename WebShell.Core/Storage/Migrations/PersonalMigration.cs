using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace WebShell.Core.Storage.Migrations;

/// <summary>What people keep about machines: favourites, uses, views, the table's look.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122233000_Personal")]
internal sealed class PersonalMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Favourites",
            columns: table => new
            {
                OwnerId = table.Column<string>(maxLength: 256, nullable: false),
                Slug = table.Column<string>(maxLength: 253, nullable: false),
                AddedAt = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Favourites", row => new { row.OwnerId, row.Slug }));
        migrationBuilder.CreateTable(
            name: "MachineUses",
            columns: table => new
            {
                OwnerId = table.Column<string>(maxLength: 256, nullable: false),
                Slug = table.Column<string>(maxLength: 253, nullable: false),
                Count = table.Column<int>(nullable: false),
                LastAt = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_MachineUses", row => new { row.OwnerId, row.Slug }));
        migrationBuilder.CreateTable(
            name: "SavedViews",
            columns: table => new
            {
                Id = table.Column<Guid>(nullable: false),
                OwnerId = table.Column<string>(maxLength: 256, nullable: false),
                Name = table.Column<string>(maxLength: 64, nullable: false),
                NameKey = table.Column<string>(maxLength: 64, nullable: false),
                Query = table.Column<string>(maxLength: 1024, nullable: false),
                Sort = table.Column<string>(maxLength: 1024, nullable: false),
                Group = table.Column<string>(maxLength: 1024, nullable: false),
                Columns = table.Column<string>(maxLength: 1024, nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_SavedViews", row => row.Id));
        migrationBuilder.CreateTable(
            name: "TableSettings",
            columns: table => new
            {
                OwnerId = table.Column<string>(maxLength: 256, nullable: false),
                Columns = table.Column<string>(maxLength: 1024, nullable: false),
                Group = table.Column<string>(maxLength: 1024, nullable: false),
                Roomy = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_TableSettings", row => row.OwnerId));
        migrationBuilder.CreateIndex(name: "IX_SavedViews_OwnerId_NameKey", table: "SavedViews", columns: ["OwnerId", "NameKey"], unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "Favourites", "MachineUses", "SavedViews", "TableSettings" })
        {
            migrationBuilder.DropTable(table);
        }
    }
}
