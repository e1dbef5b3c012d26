using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>Brings a database to this version's schema.</summary>
internal static class SchemaUpgrade
{
    /// <summary>Applies what is missing, alone among the processes of this machine.</summary>
    /// <exception cref="RunException">A newer version wrote it.</exception>
    public static async Task ApplyAsync(DbContext state, string place, CancellationToken cancellationToken)
    {
        var known = state.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await state.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (applied.FirstOrDefault(migration => !known.Contains(migration)) is { } newer)
            throw new RunException($"The state in {place} was written by a newer version of Foldline (schema {newer}). Use that version, or another place.");
        if (applied.Count() == known.Count) return;
        if (!state.Database.IsSqlite())
        {
            await state.Database.MigrateAsync(cancellationToken);                 // the server's lock, the caller's or Entity Framework's, keeps others out
            return;
        }
        await using var alone = await AloneAsync(place, cancellationToken);
        // A process killed while it upgraded leaves Entity Framework's lock behind for ever; ours is the system's and goes with the process.
        await state.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await state.Database.MigrateAsync(cancellationToken);
    }

    private static async Task<FileStream> AloneAsync(string place, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(place + ".upgrade", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(place + ".upgrade"))
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }
}
