using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Foldline.Persistence.Migrations;

/// <summary>What an instance waits for that no worker has.</summary>
[DbContext(typeof(StateContext))]
[Migration("0004_Waits")]
internal sealed class M0004_Waits : Migration
{
    protected override void Up(MigrationBuilder migration) => migration.AddColumn<string>("waits", "instances", nullable: true);

    protected override void Down(MigrationBuilder migration) => migration.DropColumn("waits", "instances");
}
