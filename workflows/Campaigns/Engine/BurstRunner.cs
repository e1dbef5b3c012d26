using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>
/// Runs bursts in one of many processes that share the state. Nothing of an instance stays in memory between bursts, and every commit names the version it was
/// made from: where another process was faster, the step is made again on what it left.
/// </summary>
/// <param name="tools">What the process shares.</param>
/// <param name="queue">Where what follows is handed over.</param>
/// <param name="watch">What is known of campaigns.</param>
/// <param name="offer">What this process has.</param>
public sealed class BurstRunner(EngineTools tools, IBurstQueue queue, CampaignWatch watch, WorkerOffer offer) : IDisposable
{
    private const int MostConflicts = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _suspects = new(1, 1);
    private readonly IEngineStore _store = tools.Store;

    /// <summary>Raised when an instance has ended or waits: there is room for another.</summary>
    public event Action? Left;

    /// <summary>Runs a burst to its end. What it may not run, or somebody else runs, it leaves alone.</summary>
    /// <param name="burst">The burst.</param>
    /// <param name="stopping">Cancelled when the process has to end: activities stop, and what they were at is handed to others.</param>
    public async Task RunAsync(Burst burst, CancellationToken stopping)
    {
        var suspect = new Suspicion(_suspects);
        try
        {
            if (await BeginAsync(burst, suspect, stopping) is not { } begun) return;
            var (run, attempt, known) = begun;
            while (attempt is not null)
            {
                AttemptEnd end;
                using (watch.Attend(attempt.Instance.Record.RunKey, attempt.Instance.Key, attempt.Stop)) end = await run.Attempts.RunAsync(attempt);
                attempt = await EndAsync(run, attempt, end, burst.Resource, known, stopping);
                suspect.Clear();
            }
        }
        finally
        {
            suspect.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _suspects.Dispose();

    private async Task<(RunTools Run, Attempt Attempt, HashSet<string> Known)?> BeginAsync(Burst burst, Suspicion suspect,
        CancellationToken stopping)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (stopping.IsCancellationRequested || await _store.FindInstanceAsync(burst.InstanceKey, CancellationToken.None) is not { } record) return null;
            if (record.Status is not (InstanceStatus.Running or InstanceStatus.Waiting) || watch.StateOf(record.RunKey) != CampaignState.Running) return null;
            var run = await tools.OfAsync(record.RunKey);
            var now = tools.Time.GetUtcNow();
            var instance = Load(record, run, now);
            if (instance.Machine.State.Find(burst.Frame) is not { } frame) return null;
            if (frame.Status == FrameStatus.Running)
            {
                if (!await TakeOverAsync(run, instance)) return null;
                await CommitAsync(run, instance);
                continue;                                                         // on what is there now
            }
            if (frame.LostAt is not null && await suspect.RaiseAsync()) continue; // it had to wait; things may have changed
            if (frame is { Status: FrameStatus.Waiting, DueAt: { } due } && due > now.ToUnixTimeMilliseconds())
            {
                await queue.EnqueueAsync([tools.BurstOf(run, instance, frame, Priority(instance))], 1, CancellationToken.None);
                return null;
            }
            var known = Turns(run, instance);
            instance.Machine.Wake();
            Attempt? attempt = null;
            if (frame.Status == FrameStatus.Ready && instance.Machine.State.Find(frame.Id) == frame)
            {
                var again = tools.BurstOf(run, instance, frame, Priority(instance));
                if (again.Resource != burst.Resource || !offer.Fits(again.Resource, again.Needs))
                {
                    await queue.EnqueueAsync([again with { Turn = again.Turn + ".again" }], 1, CancellationToken.None);
                    return null;
                }
                attempt = await run.Steps.PrepareAsync(instance, frame, stopping);
            }
            instance.Settle();
            if (!await CommitAsync(run, instance)) continue;
            await DispatchAsync(run, instance, known);
            return attempt is null ? null : (run, attempt, known);
        }
        return null;
    }

    /// <summary>Ends an attempt, commits, hands over what others have to run, and returns the next attempt of this burst where there is one.</summary>
    private async Task<Attempt?> EndAsync(RunTools run, Attempt attempt, AttemptEnd end, ResourceClass resource, HashSet<string> known,
        CancellationToken stopping)
    {
        for (var tries = 0; tries < MostConflicts; tries++)
        {
            if (tries > 0)
            {
                if (await AgainAsync(run, attempt) is not { } again) return null;
                attempt = again;
            }
            Attempt? following = null;
            try
            {
                var story = new List<RunEvent>();
                (var instance, following) = await StepAsync(run, attempt, end, resource, story, stopping);
                if (!await CommitAsync(run, instance)) continue;                  // another process was faster
                attempt.Stop.Dispose();
                foreach (var happened in story) tools.Tell(happened);
                await DispatchAsync(run, instance, known);
                var next = following;
                following = null;
                return next;
            }
            catch (Exception error) when (following is null && _store.MayPass(error))
            {
                await Task.Delay(Pause, tools.Time, CancellationToken.None);      // nothing was committed; a commit has patience of its own
            }
            finally
            {
                following?.Stop.Dispose();
            }
        }
        throw new StaleInstanceException(attempt.Instance.Key);
    }

    /// <summary>Makes the step that the end of an attempt means, up to the commit; with it begins the next attempt of the burst where there is one.</summary>
    private async Task<(InstanceRun Instance, Attempt? Following)> StepAsync(RunTools run, Attempt attempt, AttemptEnd end, ResourceClass resource,
        List<RunEvent> story, CancellationToken stopping)
    {
        var instance = attempt.Instance;
        var now = tools.Time.GetUtcNow();
        instance.At(now);
        instance.Running.Remove(attempt.Frame.Id);
        instance.Claimed.Remove(attempt.Frame.Id);
        var open = IsOpen(attempt);
        await run.Steps.EndAsync(attempt, end, open, now, story);
        instance.Settle();
        var state = watch.StateOf(instance.Record.RunKey);
        if (state == CampaignState.Cancelling && !instance.Ended) instance.Status = InstanceStatus.Cancelled;
        if (open && instance.Status == InstanceStatus.Succeeded && await ResampleAsync(run, instance, end, now) is { } again) instance = again;
        var next = instance.Ended || stopping.IsCancellationRequested || state != CampaignState.Running ? null : instance.Machine.State.Frames
            .Find(ready => ready.Status == FrameStatus.Ready && !instance.Claimed.Contains(ready.Id) && ready.LostAt is null
                && run.Steps.ClassOf(instance, ready) == resource && Fits(run, instance, ready));
        var following = next is null ? null : await run.Steps.PrepareAsync(instance, next, stopping);
        if (next is not null) instance.Settle();
        Note(instance, story);
        return (instance, following);
    }

    /// <summary>The attempt on what the store holds now; <c>null</c> where it was given up as lost and another took over, or the instance was deleted.</summary>
    private async Task<Attempt?> AgainAsync(RunTools run, Attempt attempt)
    {
        while (true)
        {
            try
            {
                if (await _store.FindInstanceAsync(attempt.Instance.Key, CancellationToken.None) is not { } record) return null;
                var fresh = Load(record, run, tools.Time.GetUtcNow());
                var rebound = attempt with { Instance = fresh, Frame = fresh.Machine.State.Find(attempt.Frame.Id) ?? attempt.Frame };
                return IsOpen(rebound) || await IsRecordedOpenAsync(rebound) ? rebound : null;
            }
            catch (Exception error) when (_store.MayPass(error))
            {
                await Task.Delay(Pause, tools.Time, CancellationToken.None);
            }
        }
    }

    private InstanceRun Load(InstanceRecord record, RunTools run, DateTimeOffset now)
    {
        var instance = new InstanceRun(record, run.Plan, tools.Expressions);
        instance.At(now);
        return instance;
    }

    private static bool IsOpen(Attempt attempt)
    {
        var frame = attempt.Instance.Machine.State.Find(attempt.Frame.Id);
        return !attempt.Instance.Ended && frame == attempt.Frame && frame.Status == FrameStatus.Running
            && (attempt.IsRepair ? frame.Repairs is { Count: > 0 } repairs && repairs[^1].Frame == attempt.Execution.Frame : frame.Attempts == attempt.Record.Number);
    }

    private async Task<bool> IsRecordedOpenAsync(Attempt attempt) =>
        (await _store.OpenAttemptsAsync(attempt.Instance.Key, CancellationToken.None)).Any(open => open.Frame == attempt.Record.Frame
            && open.Number == attempt.Record.Number && open.Owner == attempt.Record.Owner);

    /// <summary>Closes what dead workers left open; <c>false</c> where a living one has it.</summary>
    private async Task<bool> TakeOverAsync(RunTools run, InstanceRun instance)
    {
        var living = (await _store.BuryAsync(TimeSpan.MaxValue, [], CancellationToken.None)).Select(worker => worker.Id).ToHashSet(StringComparer.Ordinal);
        var open = await _store.OpenAttemptsAsync(instance.Key, CancellationToken.None);
        if (open.Any(attempt => living.Contains(attempt.Owner))) return false;
        foreach (var attempt in open)
        {
            run.Steps.Lose(instance, attempt);
            instance.Notes.Add(new CampaignNote(instance.Record.RunKey, CampaignEventKind.TargetLost, instance.Record.Name, Text: $"{attempt.Owner} ended while it ran."));
        }
        foreach (var frame in instance.Machine.State.Frames.Where(frame => frame.Status == FrameStatus.Running)) frame.Status = FrameStatus.Ready;
        if (!instance.Ended) instance.Settle();
        return true;
    }

    private async Task<bool> CommitAsync(RunTools run, InstanceRun instance)
    {
        if (instance.Ended)
            instance.Notes.Add(new CampaignNote(instance.Record.RunKey, CampaignEventKind.TargetEnded, instance.Record.Name, instance.Status, instance.Failure?.Message));
        var lines = instance.Machine.Journal.Where(end => end.Ended && end.Node.Behavior is WriteLineBehavior).ToList();
        try
        {
            await _store.CommitAsync(instance.Commit(tools.Time.GetUtcNow()), CancellationToken.None);
        }
        catch (StaleInstanceException)
        {
            return false;
        }
        instance.Version++;
        foreach (var line in lines)
            tools.Tell(new RunEvent(RunEventKind.Line, run.Run.Id, tools.Time.GetUtcNow()) { InstanceId = instance.Record.Name, ActivityId = line.Node.Id,
                Text = line.Outputs?["text"]?.ToString() ?? "" });
        if (instance.Ended)
            tools.Tell(new RunEvent(RunEventKind.InstanceFinished, run.Run.Id, tools.Time.GetUtcNow()) { InstanceId = instance.Record.Name, Status = instance.Status,
                Failure = instance.Failure is { } failure ? new FailureVerdict(failure.Class, failure.Message, failure.Suggestion) { LogTail = failure.LogTail } : null,
                ActivityId = instance.Failure?.ActivityId ?? "" });
        if (instance.Ended || instance.Status == InstanceStatus.Waiting) Left?.Invoke();
        return true;
    }

    /// <summary>Queues what the last commit made ready or let wait, where nobody has queued it yet.</summary>
    private async Task DispatchAsync(RunTools run, InstanceRun instance, HashSet<string> known)
    {
        if (instance.Ended) return;
        var bursts = Queueable(instance).Select(frame => tools.BurstOf(run, instance, frame, Priority(instance))).Where(burst => known.Add(Key(burst))).ToList();
        if (bursts.Count == 0) return;
        try
        {
            await queue.EnqueueAsync(bursts, 1, CancellationToken.None);
        }
        catch (Exception error) when (_store.MayPass(error))
        {
            // The commit stands; the reconciler queues it again.
        }
    }

    private HashSet<string> Turns(RunTools run, InstanceRun instance) =>
        [.. Queueable(instance).Select(frame => Key(tools.BurstOf(run, instance, frame, 0)))];

    private static IEnumerable<Frame> Queueable(InstanceRun instance) => instance.Machine.State.Frames.Where(frame =>
        (frame.Status == FrameStatus.Ready && !instance.Claimed.Contains(frame.Id)) || frame is { Status: FrameStatus.Waiting, DueAt: not null });

    private static string Key(Burst burst) => $"{burst.Frame}.{burst.Turn}";

    private bool Fits(RunTools run, InstanceRun instance, Frame frame) =>
        tools.BurstOf(run, instance, frame, 0) is var burst && offer.Fits(burst.Resource, burst.Needs);

    private int Priority(InstanceRun instance) => watch.Open.TryGetValue(instance.Record.RunKey, out var campaign) ? campaign.Priority : 0;

    private static void Note(InstanceRun instance, List<RunEvent> story)
    {
        foreach (var retry in story.Where(happened => happened.Kind == RunEventKind.ActivityRetrying))
            instance.Notes.Add(new CampaignNote(instance.Record.RunKey, CampaignEventKind.TargetRetrying, instance.Record.Name,
                Text: $"{retry.Label}: {retry.Failure?.Message}"));
    }

    /// <summary>Adaptive sampling: a target that succeeded with an undecided score begins another round with more seeds.</summary>
    private async Task<InstanceRun?> ResampleAsync(RunTools run, InstanceRun instance, AttemptEnd end, DateTimeOffset now)
    {
        if (!watch.Open.TryGetValue(instance.Record.RunKey, out var campaign) || campaign.Options.Adaptive is not { } adaptive) return null;
        var score = Resampling.Score(end.Result!.Outputs, adaptive)
            ?? Resampling.Score(await _store.ExecutionsAsync(instance.Key, CancellationToken.None), adaptive);
        if (Resampling.MoreSeeds(instance.Inputs, score, adaptive) is not { } inputs) return null;
        var again = instance.Again(inputs, run.Plan, tools.Expressions);
        again.At(now);
        again.Machine.Begin();
        again.Settle();
        again.Notes.Add(new CampaignNote(instance.Record.RunKey, CampaignEventKind.TargetResampled, instance.Record.Name,
            Text: $"{adaptive.Score} {score:F3} lies between {adaptive.Low} and {adaptive.High}; {inputs[adaptive.SeedsInput]!.AsArray().Count} seeds now."));
        return again;
    }

    /// <summary>What was under way when a process died runs one at a time, so that a second death accuses only one.</summary>
    private sealed class Suspicion(SemaphoreSlim one)
    {
        private bool _raised;

        /// <summary>Waits for the turn; <c>false</c> where it has it already.</summary>
        public async Task<bool> RaiseAsync()
        {
            if (_raised) return false;
            await one.WaitAsync(CancellationToken.None);
            return _raised = true;
        }

        public void Clear()
        {
            if (_raised) one.Release();
            _raised = false;
        }
    }
}
