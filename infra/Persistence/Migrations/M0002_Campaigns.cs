using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Foldline.Persistence.Migrations;

/// <summary>Campaigns: what a run is beyond its instances, their events, the workers, and the indices that lists need.</summary>
[DbContext(typeof(StateContext))]
[Migration("0002_Campaigns")]
internal sealed class M0002_Campaigns : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<string>("identity", "instances", nullable: true);
        migration.AddColumn<long>("shared_with", "instances", nullable: true);
        migration.AddColumn<int>("failure_class", "instances", nullable: true);
        migration.AddColumn<string>("activity", "instances", nullable: true);
        migration.AddColumn<int>("rounds", "instances", nullable: false, defaultValue: 0);
        migration.CreateIndex("ix_instances_run_key_ordinal", "instances", ["run_key", "ordinal"]);
        migration.CreateIndex("ix_instances_run_key_status_ordinal", "instances", ["run_key", "status", "ordinal"]);
        migration.CreateIndex("ix_instances_run_key_failure_class_ordinal", "instances", ["run_key", "failure_class", "ordinal"],
            filter: "\"failure_class\" IS NOT NULL");
        migration.CreateIndex("ix_instances_run_key_ended_at", "instances", ["run_key", "ended_at"], filter: "\"ended_at\" IS NOT NULL");
        migration.CreateIndex("ix_instances_run_key_identity", "instances", ["run_key", "identity"], filter: "\"identity\" IS NOT NULL");
        migration.CreateIndex("ix_instances_shared_with", "instances", "shared_with", filter: "\"shared_with\" IS NOT NULL");
        migration.CreateIndex("ix_instances_under_way", "instances", ["status", "due_at"], filter: "\"status\" IN (1, 2)");

        migration.CreateTable("campaigns", table => new
        {
            run_key = table.Column<long>(),
            id = table.Column<string>(),
            project = table.Column<string>(),
            name = table.Column<string>(),
            definition_id = table.Column<string>(),
            definition_version = table.Column<int>(),
            state = table.Column<int>(),
            paused_because = table.Column<string>(nullable: true),
            priority = table.Column<int>(),
            inputs = table.Column<string>(),
            options = table.Column<string>(),
            budgets = table.Column<string>(),
            idempotency_key = table.Column<string>(nullable: true),
            request_hash = table.Column<string>(),
            created_by = table.Column<string>(),
            cloned_from = table.Column<string>(nullable: true),
            schedule_id = table.Column<string>(nullable: true),
            created_at = table.Column<long>(),
            ended_at = table.Column<long>(nullable: true),
            active_ms = table.Column<long>(),
            running_since = table.Column<long>(nullable: true),
            counts = table.Column<string>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_campaigns", row => row.run_key));
        migration.CreateIndex("ix_campaigns_id", "campaigns", "id", unique: true);
        migration.CreateIndex("ix_campaigns_project_idempotency_key", "campaigns", ["project", "idempotency_key"], unique: true);
        migration.CreateIndex("ix_campaigns_project_run_key", "campaigns", ["project", "run_key"]);
        migration.CreateIndex("ix_campaigns_open", "campaigns", "state", filter: "\"state\" IN (0, 1, 2)");

        migration.CreateTable("campaign_events", table => new
        {
            sequence = M0001_Runs.Identity(table),
            run_key = table.Column<long>(),
            at = table.Column<long>(),
            kind = table.Column<int>(),
            target = table.Column<string>(nullable: true),
            status = table.Column<int>(nullable: true),
            text = table.Column<string>(nullable: true),
            tx = table.Column<long>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_campaign_events", row => row.sequence));
        if (ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL")
            migration.Sql("ALTER TABLE campaign_events ALTER COLUMN tx SET DEFAULT (pg_current_xact_id()::text::bigint)");
        migration.CreateIndex("ix_campaign_events_run_key_sequence", "campaign_events", ["run_key", "sequence"]);

        migration.CreateTable("workers", table => new
        {
            id = table.Column<string>(),
            machine = table.Column<string>(),
            process_id = table.Column<int>(),
            offer = table.Column<string>(),
            load = table.Column<int>(),
            started_at = table.Column<long>(),
            heard_at = table.Column<long>(),
            left_at = table.Column<long>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_workers", row => row.id));
    }

    protected override void Down(MigrationBuilder migration)
    {
        foreach (var table in (string[])["workers", "campaign_events", "campaigns"]) migration.DropTable(table);
        foreach (var index in (string[])["run_key_ordinal", "run_key_status_ordinal", "run_key_failure_class_ordinal", "run_key_ended_at", "run_key_identity",
            "shared_with", "under_way"]) migration.DropIndex($"ix_instances_{index}", "instances");
        foreach (var column in (string[])["identity", "shared_with", "failure_class", "activity", "rounds"]) migration.DropColumn(column, "instances");
    }
}
