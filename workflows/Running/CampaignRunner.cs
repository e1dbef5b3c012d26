using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;

namespace Foldline.Workflows;

/// <summary>
/// Runs a workflow for many instances, durably: every activity's beginning and end is committed, so that after any crash a second call with the same run id
/// goes on
/// from the last commit and repeats no committed activity. One failed instance never stops the others.
/// </summary>
/// <param name="catalog">The activities of this host.</param>
/// <param name="artifacts">Where payloads lie.</param>
/// <param name="store">Where the state lies.</param>
/// <param name="options">How the machine is used.</param>
/// <param name="time">The clock.</param>
public sealed class CampaignRunner(ActivityCatalog catalog, IArtifactStore artifacts, IRunStore store, RunnerOptions options, TimeProvider time)
{
    /// <summary>Runs or resumes, and returns when every instance has ended or the token is cancelled; then the run can be resumed.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="events">Hears what happens, from many threads; it must be quick.</param>
    /// <param name="cancellationToken">Stops the run; activities get <see cref="RunnerOptions.StopGrace"/> to stop.</param>
    /// <exception cref="DefinitionException">The definition must not run; nothing was started.</exception>
    /// <exception cref="RunException">The run id is known and <see cref="RunRequest.Resume"/> is not set, or it does not fit what the store knows; nothing
    /// was started.</exception>
    public async Task<RunResult> RunAsync(RunRequest request, IProgress<RunEvent>? events = null, CancellationToken cancellationToken = default)
    {
        var begun = time.GetTimestamp();
        var plan = WorkflowPlan.Of(request.Definition, catalog);
        var instances = Check(plan, request.Instances);
        await using var held = await store.LockRunAsync(request.RunId, cancellationToken);
        var run = await OpenAsync(request, instances, cancellationToken);
        using (var session = new RunSession(plan, run, catalog, artifacts, store, options, time, events, cancellationToken))
            await session.RunAsync(request.Resume && request.RetryFailed, request.Resume && request.RetryQuarantined);
        var results = await store.ResultsAsync(run, CancellationToken.None);
        var unfinished = results.Any(result => result.Status is InstanceStatus.Pending or InstanceStatus.Running or InstanceStatus.Waiting);
        return new RunResult(request.RunId, unfinished && cancellationToken.IsCancellationRequested, results, time.GetElapsedTime(begun));
    }

    /// <summary>Completes the inputs with defaults and checks names and types.</summary>
    private List<NewInstance> Check(WorkflowPlan plan, IReadOnlyList<InstanceRequest> requests)
    {
        var now = time.GetUtcNow();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var checkedInstances = new List<NewInstance>(requests.Count);
        foreach (var request in requests)
        {
            if (!names.Add(request.Name)) throw new RunException($"Two instances are called '{request.Name}'; give each its own name.");
            var inputs = InstanceInputs.Complete(plan.Inputs, plan.Definition.Name, request.Name, request.Inputs);
            var json = inputs.ToJsonString();
            checkedInstances.Add(new NewInstance(request.Name, json, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))),
                request.Priority, now));
        }
        return checkedInstances;
    }

    private async Task<RunRecord> OpenAsync(RunRequest request, List<NewInstance> instances, CancellationToken cancellationToken)
    {
        var hash = request.Definition.ContentHash;
        if (await store.FindRunAsync(request.RunId, cancellationToken) is not { } known)
        {
            var created = await store.CreateRunAsync(new NewRun(request.RunId, request.Definition.ToJson().ToJsonString(), hash, time.GetUtcNow()),
                cancellationToken);
            await store.AddInstancesAsync(created, instances, cancellationToken);
            return created;
        }
        if (!request.Resume) throw new RunException($"Run '{request.RunId}' exists already. Resume it, or give the new run another name.");
        if (known.DefinitionHash != hash)
            throw new RunException($"Run '{request.RunId}' was begun with another version of its workflow. Resume it with that one, or begin a new run.");
        var before = await store.InstanceInputsAsync(known, cancellationToken);
        if (instances.Find(instance => before.TryGetValue(instance.Name, out var inputs) && inputs != instance.InputsHash) is { } changed)
            throw new RunException($"'{changed.Name}' has other inputs than when run '{request.RunId}' was begun. "
                + "Begin a new run; what was searched before is used again.");
        await store.AddInstancesAsync(known, [.. instances.Where(instance => !before.ContainsKey(instance.Name))], cancellationToken);
        return known;
    }
}
