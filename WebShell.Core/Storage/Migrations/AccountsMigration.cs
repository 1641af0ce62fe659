using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace WebShell.Core.Storage.Migrations;

/// <summary>Who may sign in: accounts and groups.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261123063000_Accounts")]
internal sealed class AccountsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Accounts",
            columns: table => new
            {
                Id = table.Column<string>(maxLength: 64, nullable: false),
                Name = table.Column<string>(maxLength: 64, nullable: false),
                DisplayName = table.Column<string>(maxLength: 100, nullable: true),
                Email = table.Column<string>(maxLength: 254, nullable: true),
                Role = table.Column<string>(maxLength: 16, nullable: false),
                Origin = table.Column<string>(maxLength: 16, nullable: false),
                IsDisabled = table.Column<int>(nullable: false),
                Stamp = table.Column<string>(maxLength: 64, nullable: false),
                Version = table.Column<int>(nullable: false),
                AddedAt = table.Column<long>(nullable: false),
                Means = table.Column<string>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Accounts", row => row.Id));
        migrationBuilder.CreateIndex(name: "IX_Accounts_Name", table: "Accounts", column: "Name", unique: true);
        migrationBuilder.CreateTable(
            name: "AccountGroups",
            columns: table => new
            {
                Id = table.Column<string>(maxLength: 64, nullable: false),
                Name = table.Column<string>(maxLength: 64, nullable: false),
                NameKey = table.Column<string>(maxLength: 64, nullable: false),
                Members = table.Column<string>(nullable: false),
                Version = table.Column<int>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_AccountGroups", row => row.Id));
        migrationBuilder.CreateIndex(name: "IX_AccountGroups_NameKey", table: "AccountGroups", column: "NameKey", unique: true);
        migrationBuilder.CreateTable(
            name: "AccountRevisions",
            columns: table => new { Id = table.Column<int>(nullable: false), Revision = table.Column<long>(nullable: false) },
            constraints: table => table.PrimaryKey("PK_AccountRevisions", row => row.Id));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "Accounts", "AccountGroups", "AccountRevisions" })
        {
            migrationBuilder.DropTable(table);
        }
    }
}
