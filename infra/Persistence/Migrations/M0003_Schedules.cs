using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Foldline.Persistence.Migrations;

/// <summary>Schedules, and the files that watched places have given.</summary>
[DbContext(typeof(StateContext))]
[Migration("0003_Schedules")]
internal sealed class M0003_Schedules : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateTable("schedules", table => new
        {
            id = table.Column<string>(),
            project = table.Column<string>(),
            plan = table.Column<string>(),
            definition = table.Column<string>(),
            enabled = table.Column<int>(),
            watches = table.Column<int>(),
            due_at = table.Column<long>(nullable: true),
            created_at = table.Column<long>(),
            last_at = table.Column<long>(nullable: true),
            last_campaign = table.Column<string>(nullable: true),
            last_note = table.Column<string>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_schedules", row => row.id));
        migration.CreateIndex("ix_schedules_project", "schedules", "project");
        migration.CreateTable("schedule_files", table => new
        {
            schedule_id = table.Column<string>(),
            file = table.Column<string>(),
            seen_at = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_schedule_files", row => new { row.schedule_id, row.file }));
    }

    protected override void Down(MigrationBuilder migration)
    {
        migration.DropTable("schedule_files");
        migration.DropTable("schedules");
    }
}
