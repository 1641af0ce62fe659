using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace WebShell.Core.Storage.Migrations;

/// <summary>The access rules and their edition.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261123052500_AccessRules")]
internal sealed class AccessRulesMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "AccessRules",
            columns: table => new
            {
                Id = table.Column<string>(maxLength: 64, nullable: false),
                Name = table.Column<string>(nullable: false),
                Facts = table.Column<string>(nullable: false),
                Version = table.Column<int>(nullable: false),
                ChangedAt = table.Column<long>(nullable: false),
                ChangedBy = table.Column<string>(maxLength: 256, nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_AccessRules", row => row.Id));
        migrationBuilder.CreateTable(
            name: "AccessRuleEditions",
            columns: table => new { Id = table.Column<int>(nullable: false), Edition = table.Column<long>(nullable: false) },
            constraints: table => table.PrimaryKey("PK_AccessRuleEditions", row => row.Id));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("AccessRuleEditions");
        migrationBuilder.DropTable("AccessRules");
    }
}
