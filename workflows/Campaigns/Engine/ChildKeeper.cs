using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>
/// Between an instance that dispatches other workflows and the campaigns these become: makes what its committed state asks for, and lets it go on when they have
/// ended. The id of such a campaign says who asked, so that a crash makes none twice.
/// </summary>
/// <param name="tools">What the process shares.</param>
/// <param name="definitions">Where dispatched workflows are found.</param>
/// <param name="children">Where their campaigns are kept.</param>
public sealed class ChildKeeper(EngineTools tools, IDefinitionSource definitions, IChildCampaigns children)
{
    /// <summary>Serves one instance; returns the bursts that follow once its step is committed.</summary>
    internal async Task<IReadOnlyList<Burst>> ServeAsync(OpenCampaign campaign, InstanceRecord record, CancellationToken cancellationToken)
    {
        var run = await tools.OfAsync(record.RunKey);
        var now = tools.Time.GetUtcNow();
        var instance = new InstanceRun(record, run.Plan, tools.Expressions);
        instance.At(now);
        var changed = false;
        foreach (var request in instance.Machine.State.Requests.ToList())
        {
            var fault = await MakeAsync(campaign, record, request, cancellationToken);
            if (fault is null) instance.Machine.ChildrenCreated(request.Frame);
            else Fail(instance, request.Frame, fault);
            changed = true;
        }
        foreach (var frame in instance.Machine.State.Frames.Where(frame => frame.Status == FrameStatus.Suspended).ToList())
        {
            if (instance.Ended || instance.Machine.State.Requests.Any(request => request.Frame == frame.Id)) continue;
            if (await children.EndOfAsync(Id(campaign, record, frame.Id), cancellationToken) is not { } end) continue;
            instance.Machine.ChildrenEnded(frame.Id, new ChildrenEnd(end.Counts.Succeeded, end.Counts.Failed + end.Counts.Quarantined, end.Counts.Cancelled,
                end.Only is { Status: InstanceStatus.Succeeded } only ? only.Outputs : null));
            changed = true;
        }
        if (!changed) return [];
        instance.Settle();
        if (instance.Ended)
            instance.Notes.Add(new CampaignNote(record.RunKey, CampaignEventKind.TargetEnded, record.Name, instance.Status, instance.Failure?.Message));
        try
        {
            await tools.Store.CommitAsync(instance.Commit(now), CancellationToken.None);
        }
        catch (StaleInstanceException)
        {
            return [];                                                            // the next turn looks again
        }
        return instance.Ended ? [] : tools.BurstsOf(run, instance, campaign.Priority);
    }

    /// <summary>Makes the campaign a request asks for; a sentence where it cannot be made.</summary>
    private async Task<string?> MakeAsync(OpenCampaign campaign, InstanceRecord record, ChildRequest request, CancellationToken cancellationToken)
    {
        if (await definitions.FindPublishedAsync(request.DefinitionId, cancellationToken) is not { } definition)
            return $"There is no published workflow '{request.DefinitionId}'.";
        try
        {
            await children.SubmitAsync(Id(campaign, record, request.Frame), new NewCampaign
            {
                Project = campaign.Project, Name = $"{definition.Name} for {record.Name}", Definition = definition, Priority = campaign.Priority,
                Targets = [.. request.Items.Select(item => new NewTarget(item.Name, item.Inputs))], CreatedBy = $"workflow of {campaign.Id}",
                Options = new CampaignOptions { Deduplicate = false },
            }, cancellationToken);
            return null;
        }
        catch (Exception fault) when (fault is CampaignRefusedException or DefinitionException)
        {
            return fault.Message;
        }
    }

    private static void Fail(InstanceRun instance, int frameId, string message)
    {
        if (instance.Machine.State.Find(frameId) is not { } frame) return;
        frame.Status = FrameStatus.Failed;
        instance.Machine.State.Requests.RemoveAll(request => request.Frame == frameId);
        instance.Fail(instance.Machine.NodeOf(frame), new FailureVerdict(FailureClass.Deterministic, message, "Publish the workflow or correct its inputs, then retry."), 1,
            InstanceStatus.Failed);
    }

    private static string Id(OpenCampaign campaign, InstanceRecord record, int frame) => $"{campaign.Id}.{record.Key}.{frame}";
}
