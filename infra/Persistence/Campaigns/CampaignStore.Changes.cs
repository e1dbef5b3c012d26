using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>What users change. Each is one row, or one statement over an index: the workers see it, nobody waits for them.</summary>
public sealed partial class CampaignStore
{
    /// <inheritdoc/>
    public Task<CampaignSummary> PauseAsync(CampaignRef campaign, CancellationToken cancellationToken) => ChangeAsync(campaign, (state, row) =>
    {
        if (row.State == CampaignState.Paused) return;
        Require(row, row.State == CampaignState.Running, "paused");
        Halt(row);
        (row.State, row.PausedBecause) = (CampaignState.Paused, null);
        Note(state, row.RunKey, CampaignEventKind.Paused);
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<CampaignSummary> ResumeAsync(CampaignRef campaign, CancellationToken cancellationToken) => ChangeAsync(campaign, (state, row) =>
    {
        if (row.State == CampaignState.Running) return;
        Require(row, row.State == CampaignState.Paused, "resumed");
        (row.State, row.PausedBecause, row.RunningSince) = (CampaignState.Running, null, Now);
        Note(state, row.RunKey, CampaignEventKind.Resumed);
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<CampaignSummary> CancelAsync(CampaignRef campaign, CancellationToken cancellationToken) => ChangeAsync(campaign, (state, row) =>
    {
        if (row.State is CampaignState.Cancelling or CampaignState.Cancelled) return;
        Require(row, row.State is CampaignState.Running or CampaignState.Paused, "cancelled");
        Halt(row);
        (row.State, row.PausedBecause) = (CampaignState.Cancelling, null);
        Note(state, row.RunKey, CampaignEventKind.Cancelled);
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<CampaignSummary> SetPriorityAsync(CampaignRef campaign, int priority, CancellationToken cancellationToken)
    {
        CampaignIntake.CheckPriority(priority, $"campaign {campaign.Id}");
        return ChangeAsync(campaign, (state, row) =>
        {
            if (row.Priority == priority) return;
            row.Priority = priority;
            Note(state, row.RunKey, CampaignEventKind.PriorityChanged, $"The priority is {priority}.");
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CampaignSummary> SetBudgetsAsync(CampaignRef campaign, CampaignBudgets budgets, CancellationToken cancellationToken)
    {
        CampaignIntake.Check(budgets);
        return ChangeAsync(campaign, (state, row) =>
        {
            row.Budgets = Write(budgets);
            Note(state, row.RunKey, CampaignEventKind.BudgetsChanged);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task CancelTargetAsync(CampaignRef campaign, string target, CancellationToken cancellationToken)
    {
        var row = await FindAsync(campaign, cancellationToken);
        await store.WriteAsync(async state =>
        {
            var instance = await state.Instances.FirstOrDefaultAsync(there => there.RunKey == row.RunKey && there.Name == target, cancellationToken)
                ?? throw new CampaignNotFoundException($"target '{target}' in campaign {row.Id}");
            if (instance.Status is InstanceStatus.Cancelled) return 0;
            if (instance.Status is not (InstanceStatus.Pending or InstanceStatus.Running or InstanceStatus.Waiting))
                throw new CampaignRefusedException($"Target '{target}' has ended ({instance.Status.ToString().ToLowerInvariant()}) and cannot be cancelled.");
            // Those who wanted to share its result get one of them as the first.
            if (await state.Instances.Where(there => there.SharedWith == instance.Key).OrderBy(there => there.Key).Select(there => (long?)there.Key)
                .FirstOrDefaultAsync(cancellationToken) is { } heir)
            {
                await state.Instances.Where(there => there.Key == heir)
                    .ExecuteUpdateAsync(set => set.SetProperty(there => there.SharedWith, (long?)null), cancellationToken);
                await state.Instances.Where(there => there.SharedWith == instance.Key)
                    .ExecuteUpdateAsync(set => set.SetProperty(there => there.SharedWith, heir), cancellationToken);
            }
            (instance.Status, instance.EndedAt, instance.UpdatedAt, instance.Version) = (InstanceStatus.Cancelled, Now, Now, instance.Version + 1);
            (instance.DueAt, instance.SharedWith) = (null, null);
            state.CampaignEvents.Add(new CampaignEventRow { RunKey = row.RunKey, At = Now, Kind = CampaignEventKind.TargetEnded, Target = target,
                Status = InstanceStatus.Cancelled });
            return await state.SaveChangesAsync(cancellationToken);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<int> RetryAsync(CampaignRef campaign, RetryChoice choice, IReadOnlyList<string>? targets, CancellationToken cancellationToken)
    {
        var row = await FindAsync(campaign, cancellationToken);
        if (row.State is CampaignState.Cancelling or CampaignState.Cancelled)
            throw new CampaignRefusedException($"Campaign {row.Id} was cancelled; clone it to try its targets again.");
        var states = new List<InstanceStatus>();
        if (choice.HasFlag(RetryChoice.Failed)) states.Add(InstanceStatus.Failed);
        if (choice.HasFlag(RetryChoice.Quarantined)) states.Add(InstanceStatus.Quarantined);
        return await store.WriteAsync(async state =>
        {
            var now = Now;
            var chosen = state.Instances.Where(there => there.RunKey == row.RunKey && states.Contains(there.Status));
            if (targets is not null) chosen = chosen.Where(there => targets.Contains(there.Name));
            // The flow's state stays: the worker that admits it again lets it go on where it failed.
            var count = await chosen.ExecuteUpdateAsync(set => set.SetProperty(there => there.Status, InstanceStatus.Pending)
                .SetProperty(there => there.Failure, (string?)null).SetProperty(there => there.FailureClass, (Activities.FailureClass?)null)
                .SetProperty(there => there.EndedAt, (long?)null).SetProperty(there => there.UpdatedAt, now)
                .SetProperty(there => there.Version, there => there.Version + 1), cancellationToken);
            if (count == 0) return 0;
            Note(state, row.RunKey, CampaignEventKind.Retried, $"{count} targets are tried again.");
            await ReopenAsync(state, row.RunKey, cancellationToken);
            return count;
        }, cancellationToken);
    }

    /// <summary>Lets a campaign that had ended go on.</summary>
    private async Task ReopenAsync(StateContext state, long runKey, CancellationToken cancellationToken)
    {
        await state.SaveChangesAsync(cancellationToken);
        var now = Now;
        await state.Campaigns.Where(row => row.RunKey == runKey && row.EndedAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, CampaignState.Running).SetProperty(row => row.EndedAt, (long?)null)
                .SetProperty(row => row.Counts, (string?)null).SetProperty(row => row.RunningSince, now), cancellationToken);
    }

    private async Task<CampaignSummary> ChangeAsync(CampaignRef campaign, Action<StateContext, CampaignRow> change, CancellationToken cancellationToken)
    {
        await store.WriteAsync(async state =>
        {
            change(state, await FindAsync(state.Campaigns, campaign, cancellationToken));
            return await state.SaveChangesAsync(cancellationToken);
        }, cancellationToken);
        return await SummaryAsync(campaign, cancellationToken);
    }

    private void Halt(CampaignRow row)
    {
        if (row.RunningSince is { } since) row.ActiveMs += Math.Max(0, Now - since);
        row.RunningSince = null;
    }

    private static void Require(CampaignRow row, bool fits, string change)
    {
        if (!fits) throw new CampaignRefusedException($"Campaign {row.Id} is {Word(row.State)} and cannot be {change}.");
    }

    private static string Word(CampaignState state) => state switch
    {
        CampaignState.PartlySucceeded => "over, with some targets failed",
        CampaignState.Succeeded => "over, with all targets succeeded",
        CampaignState.Failed => "over, with no target succeeded",
        _ => state.ToString().ToLowerInvariant(),
    };

    private void Note(StateContext state, long runKey, CampaignEventKind kind, string? text = null) =>
        state.CampaignEvents.Add(new CampaignEventRow { RunKey = runKey, At = Now, Kind = kind, Text = text });
}
