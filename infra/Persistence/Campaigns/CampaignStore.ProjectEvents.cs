using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>What happens over all campaigns of a project.</summary>
public sealed partial class CampaignStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<CampaignEvent>> ProjectEventsAsync(string? project, long after, int take, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        var rows = await (from happened in store.SettledEvents(state).AsNoTracking()
                          where happened.Sequence > after
                          join campaign in state.Campaigns on happened.RunKey equals campaign.RunKey
                          where project == null || campaign.Project == project
                          orderby happened.Sequence
                          select new { happened.Sequence, campaign.Id, happened.Kind, happened.At, happened.Target, happened.Status, happened.Text })
            .Take(Math.Clamp(take, 1, 1000)).ToListAsync(cancellationToken);
        return [.. rows.Select(there => new CampaignEvent(there.Sequence, there.Id, there.Kind, Time(there.At)) { Target = there.Target, Status = there.Status, Text = there.Text })];
    }

    /// <inheritdoc/>
    public async Task<long> LastEventAsync(CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        return await store.SettledEvents(state).MaxAsync(happened => (long?)happened.Sequence, cancellationToken) ?? 0;
    }
}
