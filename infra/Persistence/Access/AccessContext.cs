using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence.Access;

/// <summary>The tables of who may do what, beside the state in the same database but with a history of migrations of its own.</summary>
internal sealed class AccessContext(DbContextOptions<AccessContext> options) : DbContext(options)
{
    public const string History = "__access_migrations";

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<TokenRow> Tokens => Set<TokenRow>();

    public DbSet<RequestRow> Requests => Set<RequestRow>();

    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();

    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<KeyRow>(table =>
        {
            table.ToTable("access_keys").HasKey(row => row.Id);
            table.HasIndex(row => row.Project);
        });
        model.Entity<TokenRow>(table =>
        {
            table.ToTable("access_tokens").HasKey(row => row.Hash);
            table.HasIndex(row => row.ExpiresAt);
        });
        model.Entity<RequestRow>(table =>
        {
            table.ToTable("access_requests").HasKey(row => new { row.Project, row.Key });
            table.HasIndex(row => row.CreatedAt);
        });
        model.Entity<WebhookRow>(table =>
        {
            table.ToTable("access_webhooks").HasKey(row => row.Id);
            table.HasIndex(row => row.Project);
        });
        model.Entity<DeliveryRow>(table =>
        {
            table.ToTable("access_deliveries").HasKey(row => new { row.WebhookId, row.EventId });
            table.HasIndex(row => row.NextAt);
        });

        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties()) property.SetColumnName(Snake(property.Name));
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(property => Snake(property.Name)))}");
            foreach (var key in entity.GetKeys()) key.SetName($"pk_{entity.GetTableName()}");
        }
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
