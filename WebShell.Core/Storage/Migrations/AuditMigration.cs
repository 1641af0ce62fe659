using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace WebShell.Core.Storage.Migrations;

/// <summary>The audit log, and what remains of its removed beginning.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261123055000_Audit")]
internal sealed class AuditMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "AuditEvents",
            columns: table => new
            {
                Number = table.Column<long>(nullable: false),
                Id = table.Column<Guid>(nullable: false),
                At = table.Column<long>(nullable: false),
                Day = table.Column<int>(nullable: false),
                Kind = table.Column<string>(maxLength: 64, nullable: false),
                ActorId = table.Column<string>(nullable: false),
                ActorName = table.Column<string>(nullable: false),
                On = table.Column<string>(nullable: false),
                From = table.Column<string>(nullable: true),
                SessionId = table.Column<string>(maxLength: 1000, nullable: true),
                Outcome = table.Column<string>(nullable: false),
                Result = table.Column<string>(nullable: true),
                Because = table.Column<Guid>(nullable: true),
                Details = table.Column<string>(nullable: false),
                Hash = table.Column<string>(maxLength: 64, nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_AuditEvents", row => row.Number));
        migrationBuilder.CreateTable(
            name: "AuditAnchors",
            columns: table => new
            {
                Number = table.Column<long>(nullable: false),
                Hash = table.Column<string>(maxLength: 64, nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_AuditAnchors", row => row.Number));
        migrationBuilder.CreateIndex(name: "IX_AuditEvents_Id", table: "AuditEvents", column: "Id", unique: true);
        migrationBuilder.CreateIndex(name: "IX_AuditEvents_Day", table: "AuditEvents", column: "Day");
        migrationBuilder.CreateIndex(name: "IX_AuditEvents_SessionId", table: "AuditEvents", column: "SessionId");
        migrationBuilder.CreateIndex(name: "IX_AuditEvents_Because", table: "AuditEvents", column: "Because");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("AuditEvents");
        migrationBuilder.DropTable("AuditAnchors");
    }
}
