using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence.Access;

/// <summary>Answers under the idempotency keys their senders chose, per project.</summary>
/// <param name="database">Where they lie.</param>
public sealed class AnswerStore(AccessDatabase database)
{
    /// <summary>Claims a key for a request: <c>null</c> where it was free and is now taken, else what stands under it.</summary>
    public async Task<KeptAnswer?> ClaimAsync(string project, string key, string fingerprint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        context.Requests.Add(new RequestRow { Project = project, Key = key, Fingerprint = fingerprint, CreatedAt = AccessDatabase.Ms(now) });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateException)
        {
            context.ChangeTracker.Clear();
            var row = await context.Requests.AsNoTracking().FirstOrDefaultAsync(request => request.Project == project && request.Key == key, cancellationToken);
            return row is null ? throw new InvalidOperationException("An idempotency key could be neither taken nor found.")
                : new KeptAnswer(row.Fingerprint, row.Status, row.Location, row.Body, AccessDatabase.Time(row.CreatedAt));
        }
    }

    /// <summary>Keeps the answer.</summary>
    public async Task KeepAsync(string project, string key, int status, string? location, string? body, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        await context.Requests.Where(row => row.Project == project && row.Key == key).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Status, status).SetProperty(row => row.Location, location).SetProperty(row => row.Body, body), cancellationToken);
    }

    /// <summary>Gives a key back whose request came to nothing.</summary>
    public async Task ReleaseAsync(string project, string key, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        await context.Requests.Where(row => row.Project == project && row.Key == key && row.Status == null).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Forgets answers older than a time, and unfinished requests older than another.</summary>
    public async Task ForgetAsync(DateTimeOffset before, DateTimeOffset unfinishedBefore, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var (old, stuck) = (AccessDatabase.Ms(before), AccessDatabase.Ms(unfinishedBefore));
        await context.Requests.Where(row => row.CreatedAt < old || (row.Status == null && row.CreatedAt < stuck)).ExecuteDeleteAsync(cancellationToken);
    }
}
