using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>
/// The tables. Column types are left to the provider, times are milliseconds, enumerations their numbers: SQLite and PostgreSQL share one schema.
/// </summary>
internal sealed class StateContext(DbContextOptions<StateContext> options) : DbContext(options)
{
    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<InstanceRow> Instances => Set<InstanceRow>();

    public DbSet<ExecutionRow> Executions => Set<ExecutionRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<UnitRow> Units => Set<UnitRow>();

    public DbSet<UnitArtifactRow> UnitArtifacts => Set<UnitArtifactRow>();

    public DbSet<UnitAttemptRow> UnitAttempts => Set<UnitAttemptRow>();

    public DbSet<CampaignRow> Campaigns => Set<CampaignRow>();

    public DbSet<CampaignEventRow> CampaignEvents => Set<CampaignEventRow>();

    public DbSet<WorkerRow> Workers => Set<WorkerRow>();

    public DbSet<ScheduleRow> Schedules => Set<ScheduleRow>();

    public DbSet<ScheduleFileRow> ScheduleFiles => Set<ScheduleFileRow>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<RunRow>(table =>
        {
            table.ToTable("runs").HasKey(row => row.Key);
            table.Property(row => row.Id).IsRequired();
            table.HasIndex(row => row.Id).IsUnique();
        });
        model.Entity<InstanceRow>(table =>
        {
            table.ToTable("instances").HasKey(row => row.Key);
            table.HasIndex(row => new { row.RunKey, row.Name }).IsUnique();
            table.HasIndex(row => new { row.RunKey, row.Status, row.Priority, row.Ordinal });
            table.HasIndex(row => new { row.RunKey, row.Ordinal });
            table.HasIndex(row => new { row.RunKey, row.Status, row.Ordinal });
            table.HasIndex(row => new { row.RunKey, row.FailureClass, row.Ordinal }).HasFilter("\"failure_class\" IS NOT NULL");
            table.HasIndex(row => new { row.RunKey, row.EndedAt }).HasFilter("\"ended_at\" IS NOT NULL");
            table.HasIndex(row => new { row.RunKey, row.Identity }).HasFilter("\"identity\" IS NOT NULL");
            table.HasIndex(row => row.SharedWith).HasFilter("\"shared_with\" IS NOT NULL");
            table.HasIndex(row => new { row.Status, row.DueAt }, "ix_instances_under_way").HasFilter("\"status\" IN (1, 2)");
            table.Property(row => row.Rounds).HasDefaultValue(0);
        });
        model.Entity<ExecutionRow>(table => table.ToTable("executions").HasKey(row => new { row.InstanceKey, row.Frame }));
        model.Entity<AttemptRow>(table =>
        {
            table.ToTable("attempts").HasKey(row => new { row.InstanceKey, row.Frame, row.Number });
            table.HasIndex(row => row.InstanceKey, "ix_attempts_open").HasFilter("\"ended_at\" IS NULL");
        });
        model.Entity<UnitRow>(table => table.ToTable("units").HasKey(row => row.Key));
        model.Entity<UnitArtifactRow>(table =>
        {
            table.ToTable("unit_artifacts").HasKey(row => new { row.Key, row.Sha256 });
            table.HasIndex(row => row.Sha256);
        });
        model.Entity<UnitAttemptRow>(table => table.ToTable("unit_attempts").HasKey(row => new { row.Key, row.Number }));
        model.Entity<CampaignRow>(table =>
        {
            table.ToTable("campaigns").HasKey(row => row.RunKey);
            table.Property(row => row.RunKey).ValueGeneratedNever();
            table.Property(row => row.Id).IsRequired();
            table.HasIndex(row => row.Id).IsUnique();
            table.HasIndex(row => new { row.Project, row.IdempotencyKey }).IsUnique();
            table.HasIndex(row => new { row.Project, row.RunKey });
            table.HasIndex(row => row.State, "ix_campaigns_open").HasFilter("\"state\" IN (0, 1, 2)");
        });
        model.Entity<CampaignEventRow>(table =>
        {
            table.ToTable("campaign_events").HasKey(row => row.Sequence);
            // PostgreSQL numbers the writing transaction by a default; elsewhere it stays empty.
            if (Database.IsNpgsql()) table.Property(row => row.Tx).HasDefaultValueSql("(pg_current_xact_id()::text::bigint)");
            table.HasIndex(row => new { row.RunKey, row.Sequence });
        });
        model.Entity<ScheduleRow>(table =>
        {
            table.ToTable("schedules").HasKey(row => row.Id);
            table.HasIndex(row => row.Project);
        });
        model.Entity<ScheduleFileRow>(table => table.ToTable("schedule_files").HasKey(row => new { row.ScheduleId, row.File }));
        model.Entity<WorkerRow>(table => table.ToTable("workers").HasKey(row => row.Id));

        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties()) property.SetColumnName(Snake(property.Name));
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName(index.Name
                    ?? $"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(property => Snake(property.Name)))}");
            foreach (var key in entity.GetKeys()) key.SetName($"pk_{entity.GetTableName()}");
        }
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
