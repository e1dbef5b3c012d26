using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;

namespace Foldline.Persistence.Migrations;

/// <summary>The first schema: runs, instances, executions, attempts and units. Neutral between providers: no column names a type of one of them.</summary>
[DbContext(typeof(StateContext))]
[Migration("0001_Runs")]
internal sealed class M0001_Runs : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateTable("runs", table => new
        {
            key = Identity(table),
            id = table.Column<string>(),
            definition = table.Column<string>(),
            definition_hash = table.Column<string>(),
            created_at = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_runs", row => row.key));
        migration.CreateIndex("ix_runs_id", "runs", "id", unique: true);

        migration.CreateTable("instances", table => new
        {
            key = Identity(table),
            run_key = table.Column<long>(),
            name = table.Column<string>(),
            ordinal = table.Column<long>(),
            priority = table.Column<int>(),
            status = table.Column<int>(),
            inputs = table.Column<string>(),
            inputs_hash = table.Column<string>(),
            snapshot = table.Column<string>(nullable: true),
            version = table.Column<long>(),
            due_at = table.Column<long>(nullable: true),
            outputs = table.Column<string>(nullable: true),
            failure = table.Column<string>(nullable: true),
            created_at = table.Column<long>(),
            started_at = table.Column<long>(nullable: true),
            ended_at = table.Column<long>(nullable: true),
            updated_at = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_instances", row => row.key));
        migration.CreateIndex("ix_instances_run_key_name", "instances", ["run_key", "name"], unique: true);
        migration.CreateIndex("ix_instances_run_key_status_priority_ordinal", "instances", ["run_key", "status", "priority", "ordinal"]);

        migration.CreateTable("executions", table => new
        {
            instance_key = table.Column<long>(),
            frame = table.Column<int>(),
            parent = table.Column<int>(nullable: true),
            activity_id = table.Column<string>(),
            activity_type = table.Column<string>(),
            status = table.Column<int>(),
            started_at = table.Column<long>(),
            ended_at = table.Column<long>(nullable: true),
            outcome = table.Column<string>(nullable: true),
            inputs = table.Column<string>(nullable: true),
            outputs = table.Column<string>(nullable: true),
            attempts = table.Column<int>(),
        }, constraints: table => table.PrimaryKey("pk_executions", row => new { row.instance_key, row.frame }));

        migration.CreateTable("attempts", table => new
        {
            instance_key = table.Column<long>(),
            frame = table.Column<int>(),
            number = table.Column<int>(),
            rung = table.Column<int>(),
            owner = table.Column<string>(),
            started_at = table.Column<long>(),
            ended_at = table.Column<long>(nullable: true),
            outcome = table.Column<int>(nullable: true),
            @class = table.Column<int>(nullable: true),
            message = table.Column<string>(nullable: true),
            suggestion = table.Column<string>(nullable: true),
            log_tail = table.Column<string>(nullable: true),
            lost_at = table.Column<string>(nullable: true),
            duration_ms = table.Column<double>(nullable: true),
            peak_memory = table.Column<long>(nullable: true),
            retry_at = table.Column<long>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_attempts", row => new { row.instance_key, row.frame, row.number }));
        migration.CreateIndex("ix_attempts_open", "attempts", "instance_key", filter: "\"ended_at\" IS NULL");

        migration.CreateTable("units", table => new
        {
            key = table.Column<string>(),
            label = table.Column<string>(),
            result = table.Column<string>(),
            run_id = table.Column<string>(),
            created_at = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_units", row => row.key));
        migration.CreateTable("unit_artifacts", table => new
        {
            key = table.Column<string>(),
            sha256 = table.Column<string>(),
        }, constraints: table => table.PrimaryKey("pk_unit_artifacts", row => new { row.key, row.sha256 }));
        migration.CreateIndex("ix_unit_artifacts_sha256", "unit_artifacts", "sha256");
        migration.CreateTable("unit_attempts", table => new
        {
            key = table.Column<string>(),
            number = table.Column<int>(),
            label = table.Column<string>(),
            run_id = table.Column<string>(),
            instance_key = table.Column<long>(),
            frame = table.Column<int>(),
            owner = table.Column<string>(),
            started_at = table.Column<long>(),
            ended_at = table.Column<long>(nullable: true),
            outcome = table.Column<int>(nullable: true),
            @class = table.Column<int>(nullable: true),
            message = table.Column<string>(nullable: true),
            duration_ms = table.Column<double>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_unit_attempts", row => new { row.key, row.number }));
    }

    protected override void Down(MigrationBuilder migration)
    {
        foreach (var table in (string[])["unit_attempts", "unit_artifacts", "units", "attempts", "executions", "instances", "runs"]) migration.DropTable(table);
    }

    /// <summary>A number the database gives out: both providers' words for it, each ignored by the other.</summary>
    internal static OperationBuilder<AddColumnOperation> Identity(
        ColumnsBuilder table) =>
        table.Column<long>().Annotation("Sqlite:Autoincrement", true).Annotation("Npgsql:ValueGenerationStrategy",
            Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);
}
