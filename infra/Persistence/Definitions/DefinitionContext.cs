using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>The tables of the definition catalogue, in the same database as the state but with a history of migrations of their own.</summary>
internal sealed class DefinitionContext(DbContextOptions<DefinitionContext> options) : DbContext(options)
{
    /// <summary>Where the applied migrations are written down.</summary>
    public const string History = "__definition_migrations";

    public DbSet<DefinitionRow> Versions => Set<DefinitionRow>();

    public DbSet<DefinitionSeedRow> Seeds => Set<DefinitionSeedRow>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<DefinitionRow>(table =>
        {
            table.ToTable("definition_versions").HasKey(row => row.Id).HasName("pk_definition_versions");
            table.Property(row => row.Id).HasColumnName("id");
            table.Property(row => row.DefinitionId).HasColumnName("definition_id");
            table.Property(row => row.Version).HasColumnName("version");
            table.Property(row => row.Name).HasColumnName("name");
            table.Property(row => row.Description).HasColumnName("description");
            table.Property(row => row.IsLatest).HasColumnName("is_latest");
            table.Property(row => row.IsPublished).HasColumnName("is_published");
            table.Property(row => row.Content).HasColumnName("content");
            table.Property(row => row.CreatedAt).HasColumnName("created_at");
        });
        model.Entity<DefinitionSeedRow>(table =>
        {
            table.ToTable("definition_seeds").HasKey(row => row.DefinitionId).HasName("pk_definition_seeds");
            table.Property(row => row.DefinitionId).HasColumnName("definition_id");
            table.Property(row => row.ContentHash).HasColumnName("content_hash");
        });
    }
}
