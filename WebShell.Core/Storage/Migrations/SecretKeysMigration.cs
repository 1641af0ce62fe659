using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace WebShell.Core.Storage.Migrations;

/// <summary>The keys that secrets are sealed with, by name, and what proves each.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261123060500_SecretKeys")]
internal sealed class SecretKeysMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        name: "SecretKeys",
        columns: table => new
        {
            Id = table.Column<string>(maxLength: 16, nullable: false),
            Place = table.Column<string>(maxLength: 1024, nullable: false),
            Proof = table.Column<byte[]>(nullable: false),
            FirstUsedAt = table.Column<long>(nullable: false),
        },
        constraints: table => table.PrimaryKey("PK_SecretKeys", row => row.Id));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("SecretKeys");
}
