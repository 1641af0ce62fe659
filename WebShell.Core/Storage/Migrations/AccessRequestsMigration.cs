using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace WebShell.Core.Storage.Migrations;

/// <summary>Requests for access and their edition.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261123082500_AccessRequests")]
internal sealed class AccessRequestsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "AccessRequests",
            columns: table => new
            {
                Id = table.Column<string>(maxLength: 32, nullable: false),
                AskerId = table.Column<string>(maxLength: 64, nullable: false),
                State = table.Column<string>(maxLength: 16, nullable: false),
                AskedAt = table.Column<long>(nullable: false),
                Version = table.Column<int>(nullable: false),
                Facts = table.Column<string>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_AccessRequests", row => row.Id));
        migrationBuilder.CreateTable(
            name: "AccessRequestEditions",
            columns: table => new { Id = table.Column<int>(nullable: false), Edition = table.Column<long>(nullable: false) },
            constraints: table => table.PrimaryKey("PK_AccessRequestEditions", row => row.Id));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("AccessRequestEditions");
        migrationBuilder.DropTable("AccessRequests");
    }
}
