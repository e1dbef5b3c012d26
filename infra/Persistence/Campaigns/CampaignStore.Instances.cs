using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>Single instances.</summary>
public sealed partial class CampaignStore
{
    /// <inheritdoc/>
    public async Task DeleteInstanceAsync(long key, string? project, CancellationToken cancellationToken)
    {
        var detail = await InstanceAsync(key, project, cancellationToken);
        if (detail.Summary.Status is not (InstanceStatus.Succeeded or InstanceStatus.Failed or InstanceStatus.Quarantined or InstanceStatus.Cancelled))
            throw new CampaignRefusedException($"Target '{detail.Summary.Name}' is under way and cannot be deleted; cancel it first.");
        await store.WriteAsync(async state =>
        {
            if (await state.Instances.AnyAsync(row => row.SharedWith == key, cancellationToken))
                throw new CampaignRefusedException($"Target '{detail.Summary.Name}' cannot be deleted: others share its result.");
            await state.Executions.Where(row => row.InstanceKey == key).ExecuteDeleteAsync(cancellationToken);
            await state.Attempts.Where(row => row.InstanceKey == key).ExecuteDeleteAsync(cancellationToken);
            return await state.Instances.Where(row => row.Key == key).ExecuteDeleteAsync(cancellationToken);
        }, cancellationToken);
    }
}
