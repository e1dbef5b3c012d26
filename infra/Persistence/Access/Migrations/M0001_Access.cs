using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Foldline.Persistence.Access.Migrations;

/// <summary>The first schema: keys, tokens, kept answers, webhooks and their deliveries. Neutral between providers.</summary>
[DbContext(typeof(AccessContext))]
[Migration("0001_Access")]
internal sealed class M0001_Access : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateTable("access_keys", table => new
        {
            id = table.Column<string>(),
            name = table.Column<string>(),
            project = table.Column<string>(),
            scope = table.Column<int>(),
            hash = table.Column<string>(),
            created_at = table.Column<long>(),
            expires_at = table.Column<long>(nullable: true),
            revoked_at = table.Column<long>(nullable: true),
            last_used_at = table.Column<long>(nullable: true),
            replaces = table.Column<string>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_access_keys", row => row.id));
        migration.CreateIndex("ix_access_keys_project", "access_keys", "project");

        migration.CreateTable("access_tokens", table => new
        {
            hash = table.Column<string>(),
            key_id = table.Column<string>(),
            created_at = table.Column<long>(),
            expires_at = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_access_tokens", row => row.hash));
        migration.CreateIndex("ix_access_tokens_expires_at", "access_tokens", "expires_at");

        migration.CreateTable("access_requests", table => new
        {
            project = table.Column<string>(),
            key = table.Column<string>(),
            fingerprint = table.Column<string>(),
            status = table.Column<int>(nullable: true),
            location = table.Column<string>(nullable: true),
            body = table.Column<string>(nullable: true),
            created_at = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_access_requests", row => new { row.project, row.key }));
        migration.CreateIndex("ix_access_requests_created_at", "access_requests", "created_at");

        migration.CreateTable("access_webhooks", table => new
        {
            id = table.Column<string>(),
            project = table.Column<string>(),
            url = table.Column<string>(),
            secret = table.Column<string>(),
            events = table.Column<string>(),
            created_at = table.Column<long>(),
            last_event = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_access_webhooks", row => row.id));
        migration.CreateIndex("ix_access_webhooks_project", "access_webhooks", "project");

        migration.CreateTable("access_deliveries", table => new
        {
            webhook_id = table.Column<string>(),
            event_id = table.Column<long>(),
            kind = table.Column<string>(),
            body = table.Column<string>(),
            created_at = table.Column<long>(),
            attempts = table.Column<int>(),
            next_at = table.Column<long>(nullable: true),
            ended_at = table.Column<long>(nullable: true),
            status = table.Column<int>(nullable: true),
            error = table.Column<string>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_access_deliveries", row => new { row.webhook_id, row.event_id }));
        migration.CreateIndex("ix_access_deliveries_next_at", "access_deliveries", "next_at");
    }

    protected override void Down(MigrationBuilder migration)
    {
        foreach (var table in (string[])["access_deliveries", "access_webhooks", "access_requests", "access_tokens", "access_keys"]) migration.DropTable(table);
    }
}
