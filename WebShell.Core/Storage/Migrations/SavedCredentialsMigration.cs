using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace WebShell.Core.Storage.Migrations;

/// <summary>The credentials that people store for themselves.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261122200000_SavedCredentials")]
internal sealed class SavedCredentialsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "SavedCredentials",
            columns: table => new
            {
                Id = table.Column<Guid>(nullable: false),
                OwnerId = table.Column<string>(maxLength: 256, nullable: false),
                Name = table.Column<string>(maxLength: 64, nullable: false),
                Kind = table.Column<string>(maxLength: 32, nullable: false),
                Secret = table.Column<byte[]>(nullable: false),
                AddedAt = table.Column<long>(nullable: false),
                LastUsedAt = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_SavedCredentials", row => row.Id));
        migrationBuilder.CreateIndex(name: "IX_SavedCredentials_OwnerId_Name", table: "SavedCredentials", columns: ["OwnerId", "Name"], unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("SavedCredentials");
}
