using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>Deleting: the campaign's own row at once, what hangs on it page by page by whoever leads.</summary>
public sealed partial class CampaignStore
{
    /// <inheritdoc/>
    public Task DeleteAsync(CampaignRef campaign, CancellationToken cancellationToken) => store.WriteAsync(async state =>
    {
        var row = await FindAsync(state.Campaigns, campaign, cancellationToken);
        if (row.EndedAt is null) throw new CampaignRefusedException($"Campaign {row.Id} is {Word(row.State)} and cannot be deleted; cancel it first.");
        state.Campaigns.Remove(row);
        // Its name among runs tells the leader that the rest is to go.
        await state.Runs.Where(run => run.Key == row.RunKey).ExecuteUpdateAsync(set => set.SetProperty(run => run.Id, run => RunStore.Deleted + run.Id), cancellationToken);
        return await state.SaveChangesAsync(cancellationToken);
    }, cancellationToken);
}
