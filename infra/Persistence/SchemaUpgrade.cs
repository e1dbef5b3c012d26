using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>Brings a database to this version's schema.</summary>
internal static class SchemaUpgrade
{
    public static async Task ApplyAsync(StateContext state, string place, CancellationToken cancellationToken)
    {
        var known = state.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await state.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (applied.FirstOrDefault(migration => !known.Contains(migration)) is { } newer)
            throw new RunException($"The state in {place} was written by a newer version of Foldline (schema {newer}). Use that version, or another place.");
        await state.Database.MigrateAsync(cancellationToken);
    }
}
