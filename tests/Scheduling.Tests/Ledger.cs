using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

/// <summary>What the rows of a campaign that has ended must say, whatever happened to its workers.</summary>
internal static class Ledger
{
    /// <summary>Every activity succeeded once, no attempt followed a success, nothing is open, every unit was committed once, every target ended once.</summary>
    public static async Task CheckAsync(RunStore store, CampaignStore campaigns, CampaignRef campaign)
    {
        var token = TestContext.Current.CancellationToken;
        await using var state = store.Open();
        state.Attempts.Count(attempt => attempt.EndedAt == null).ShouldBe(0, "an attempt was left open");
        var repeated = (from first in state.Attempts
                        where first.Outcome == AttemptOutcome.Succeeded
                        join later in state.Attempts on new { first.InstanceKey, first.Frame } equals new { later.InstanceKey, later.Frame }
                        where later.Number > first.Number
                        select later).Count();
        repeated.ShouldBe(0, "an activity ran again after its result had been committed");
        state.Executions.Count(execution => execution.ActivityType.StartsWith("Test.") && execution.Status != ExecutionStatus.Completed).ShouldBe(0);
        state.UnitAttempts.Where(unit => unit.Outcome == AttemptOutcome.Succeeded).GroupBy(unit => unit.Key).Count(group => group.Count() > 1)
            .ShouldBe(0, "a unit of work was computed twice");
        var ends = new List<string?>();
        for (var (after, page) = (0L, (IReadOnlyList<CampaignEvent>)[]); ; after = page[^1].Sequence)
        {
            page = await campaigns.EventsAsync(campaign, after, 500, token);
            ends.AddRange(page.Where(happened => happened.Kind == CampaignEventKind.TargetEnded).Select(happened => happened.Target));
            if (page.Count == 0) break;
        }
        ends.Count.ShouldBe(ends.Distinct().Count(), "a target ended twice");
    }
}
