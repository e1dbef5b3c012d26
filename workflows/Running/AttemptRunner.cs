using Foldline.Activities;
using Foldline.Artifacts;

namespace Foldline.Workflows;

/// <summary>
/// Runs one attempt: gives it its context, its time limit and its stop, and says how it came out. It never throws for what the activity does.
/// </summary>
internal sealed class AttemptRunner(
    ActivityCatalog catalog, IArtifactStore artifacts, UnitLedger units, FlightRecorder recorder, MemorySampler memory, ScratchFolder scratch, RunnerOptions options,
        TimeProvider time, string runId, Action<RunEvent> emit)
{
    public async Task<AttemptEnd> RunAsync(Attempt attempt)
    {
        var begun = time.GetTimestamp();
        var (instance, node, record) = (attempt.Instance, attempt.Node, attempt.Record);
        RunEvent Event(RunEventKind kind) => new(kind, runId, time.GetUtcNow())
        {
            InstanceId = instance.Record.Name,
            ActivityId = node.Id,
            ActivityType = node.Node.Type,
            Label = node.Node.Label,
            Resource = node.Descriptor!.Resource,
            Attempt = record.Number,
            Rung = record.Rung,
            Elapsed = time.GetElapsedTime(begun),
        };
        emit(Event(RunEventKind.ActivityStarted));
        var activity = catalog.Activity(node.Node.Type);
        using var limit = attempt.Policy.Timeout is { } longest ? new CancellationTokenSource(longest, time) : new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(attempt.Stop.Token, limit.Token);
        var context = new ActivityContext(units, recorder.Begin(instance.Key, record.Frame, record.Number),
            scratch.Of(instance.Key, record.Frame, record.Number),
            progress => emit(Event(RunEventKind.ActivityProgress) with { Progress = progress }))
        {
            RunId = runId,
            InstanceId = instance.Record.Name,
            ActivityId = node.Id,
            Attempt = record.Number,
            Rung = record.Rung,
            RungName = attempt.RungName,
            Artifacts = artifacts,
            Time = time,
            Requester = new UnitRequester(runId, instance.Key, record.Frame, activity.Classify,
                (kind, unit, verdict) => emit(Event(kind) with { Text = unit, Failure = verdict })),
        };
        memory.Watch(context);
        using var span = AttemptTrace.Begin(runId, attempt);
        AttemptEnd End(AttemptOutcome outcome)
        {
            span.End(outcome, context.PeakMemory);
            return new AttemptEnd(outcome, time.GetElapsedTime(begun), context.PeakMemory);
        }

        try
        {
            var result = await ExecuteAsync(activity, attempt, context, stop.Token);
            memory.Release(context);
            return node.Descriptor!.Outcomes.Contains(result.Outcome)
                ? End(AttemptOutcome.Succeeded) with { Result = result }
                : Failed(new InvalidOperationException($"{node} ended as '{result.Outcome}', which it does not declare."));
        }
        catch (OperationCanceledException) when (attempt.Stop.IsCancellationRequested)
        {
            memory.Release(context);
            return End(AttemptOutcome.Cancelled);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            memory.Release(context);
            return Failed(new TimeoutException($"{node} took longer than the {attempt.Policy.Timeout} it is given."));
        }
        catch (Exception error)
        {
            memory.Release(context);
            return attempt.Stop.IsCancellationRequested ? End(AttemptOutcome.Cancelled) : Failed(error);
        }
        finally
        {
            CleanUp(context);
        }

        AttemptEnd Failed(Exception error) => End(AttemptOutcome.Failed) with { Cause = error, Verdict = Judge(activity, error) };
    }

    private static FailureVerdict Judge(IActivity activity, Exception error)
    {
        try
        {
            return activity.Classify(error);
        }
        catch (Exception second)
        {
            return FailureClassifier.Classify(error) with { LogTail = $"{error}\nClassifying it failed, too: {second.Message}" };
        }
    }

    /// <summary>Waits for the activity; once it is told to stop, only as long as the grace lasts.</summary>
    private async Task<ActivityResult> ExecuteAsync(IActivity activity, Attempt attempt, ActivityContext context, CancellationToken stop)
    {
        var work = Task.Run(() => activity.ExecuteAsync(attempt.Inputs, context, stop), CancellationToken.None);
        try
        {
            return await work.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !work.IsCompleted)
        {
            using var grace = new CancellationTokenSource(options.StopGrace);
            try
            {
                return await work.WaitAsync(grace.Token);                         // it may still end well, and then its result counts
            }
            catch (OperationCanceledException) when (!work.IsCompleted)
            {
                _ = work.ContinueWith(late => late.Exception, TaskScheduler.Default);
                throw new OperationCanceledException($"{attempt.Node} did not stop within {options.StopGrace}.", stop);
            }
        }
    }

    private static void CleanUp(ActivityContext context)
    {
        try
        {
            context.Dispose();
        }
        catch (IOException)
        {
            // Scratch files that a stubborn tool still writes are removed when the run is opened next.
        }
    }
}
