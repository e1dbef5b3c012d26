using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Foldline.Persistence.Migrations;

/// <summary>The first schema of the definition catalogue. Neutral between providers.</summary>
[DbContext(typeof(DefinitionContext))]
[Migration("0001_Definitions")]
internal sealed class D0001_Definitions : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateTable("definition_versions", table => new
        {
            id = table.Column<string>(),
            definition_id = table.Column<string>(),
            version = table.Column<int>(),
            name = table.Column<string>(),
            description = table.Column<string>(),
            is_latest = table.Column<bool>(),
            is_published = table.Column<bool>(),
            content = table.Column<string>(),
            created_at = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_definition_versions", row => row.id));
        migration.CreateIndex("ix_definition_versions_definition_id_version", "definition_versions", ["definition_id", "version"], unique: true);

        migration.CreateTable("definition_seeds", table => new
        {
            definition_id = table.Column<string>(),
            content_hash = table.Column<string>(),
        }, constraints: table => table.PrimaryKey("pk_definition_seeds", row => row.definition_id));
    }

    protected override void Down(MigrationBuilder migration)
    {
        migration.DropTable("definition_seeds");
        migration.DropTable("definition_versions");
    }
}
