using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace WebShell.Core.Storage.Migrations;

/// <summary>Credentials that several people use, the machines each is confirmed for, and what was done with them.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261123060600_SharedCredentials")]
internal sealed class SharedCredentialsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "SharedCredentials",
            columns: table => new
            {
                Id = table.Column<Guid>(nullable: false),
                Name = table.Column<string>(maxLength: 64, nullable: false),
                NameKey = table.Column<string>(maxLength: 64, nullable: false),
                Description = table.Column<string>(maxLength: 500, nullable: false),
                Owner = table.Column<string>(maxLength: 256, nullable: false),
                Kind = table.Column<string>(maxLength: 32, nullable: false),
                Machines = table.Column<string>(maxLength: 1024, nullable: false),
                Login = table.Column<string>(maxLength: 65, nullable: false),
                Secret = table.Column<byte[]>(nullable: false),
                PublicLine = table.Column<string>(nullable: true),
                AddedAt = table.Column<long>(nullable: false),
                AddedBy = table.Column<string>(maxLength: 256, nullable: false),
                RotatedAt = table.Column<long>(nullable: false),
                RotatedBy = table.Column<string>(maxLength: 256, nullable: false),
                LastUsedAt = table.Column<long>(nullable: true),
                LastUsedBy = table.Column<string>(maxLength: 256, nullable: true),
                LastUsedOn = table.Column<string>(maxLength: 253, nullable: true),
                Version = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_SharedCredentials", row => row.Id));
        migrationBuilder.CreateIndex(name: "IX_SharedCredentials_NameKey", table: "SharedCredentials", column: "NameKey", unique: true);
        migrationBuilder.CreateTable(
            name: "SharedBindings",
            columns: table => new
            {
                CredentialId = table.Column<Guid>(nullable: false),
                Slug = table.Column<string>(maxLength: 253, nullable: false),
                Address = table.Column<string>(maxLength: 320, nullable: false),
                Prints = table.Column<string>(maxLength: 1024, nullable: false),
                ConfirmedAt = table.Column<long>(nullable: false),
                ConfirmedBy = table.Column<string>(maxLength: 256, nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_SharedBindings", row => new { row.CredentialId, row.Slug }));
        migrationBuilder.CreateTable(
            name: "SharedChanges",
            columns: table => new
            {
                Id = table.Column<Guid>(nullable: false),
                CredentialId = table.Column<Guid>(nullable: false),
                At = table.Column<long>(nullable: false),
                By = table.Column<string>(maxLength: 256, nullable: false),
                Act = table.Column<string>(maxLength: 16, nullable: false),
                Detail = table.Column<string>(maxLength: 1000, nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_SharedChanges", row => row.Id));
        migrationBuilder.CreateIndex(name: "IX_SharedChanges_CredentialId_At", table: "SharedChanges", columns: ["CredentialId", "At"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("SharedChanges");
        migrationBuilder.DropTable("SharedBindings");
        migrationBuilder.DropTable("SharedCredentials");
    }
}
