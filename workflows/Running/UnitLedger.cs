using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;

namespace Foldline.Workflows;

/// <summary>
/// Does each unit of work once: looks for its committed result, waits for whoever works on it now, or does it and commits it. Where the one that works on it is
/// cancelled, one of those who wait takes over with its own means.
/// </summary>
internal sealed class UnitLedger(IRunStore store, IArtifactStore artifacts, TimeProvider time, string owner)
{
    private static readonly TimeSpan ElsewhereInterval = TimeSpan.FromMilliseconds(500);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<string>> _underWay = new(StringComparer.Ordinal);

    public async Task<T> OnceAsync<T>(UnitKey key, string label, UnitRequester requester, Func<CancellationToken, Task<T>> factory,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var mine = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<string>? theirs;
            lock (_lock)
                if (!_underWay.TryGetValue(key.Value, out theirs)) _underWay.Add(key.Value, mine.Task);
            if (theirs is null) return Read<T>(await LeadAsync(mine, key, label, requester, factory, cancellationToken));
            try
            {
                var shared = await theirs.WaitAsync(cancellationToken);
                requester.Tell(RunEventKind.UnitReused, label, null);
                return Read<T>(shared);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Whoever worked on it was cancelled; take over.
            }
        }
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, ActivityJson.Options)!;

    private async Task<string> LeadAsync<T>(TaskCompletionSource<string> mine, UnitKey key, string label, UnitRequester requester, Func<CancellationToken,
        Task<T>> factory, CancellationToken cancellationToken)
    {
        try
        {
            string? result = null;
            while (result is null)
            {
                result = await FindAsync(key, label, requester, cancellationToken) ?? await WorkAsync(key, label, requester, factory, cancellationToken);
                if (result is null) await Task.Delay(ElsewhereInterval, time, cancellationToken);
            }
            Release(key);
            mine.SetResult(result);
            return result;
        }
        catch (Exception error)
        {
            Release(key);
            if (error is OperationCanceledException && cancellationToken.IsCancellationRequested) mine.SetCanceled(cancellationToken);
            else mine.SetException(error);
            _ = mine.Task.Exception;                                              // nobody may be waiting
            throw;
        }
    }

    private void Release(UnitKey key)
    {
        lock (_lock) _underWay.Remove(key.Value);
    }

    private async Task<string?> FindAsync(UnitKey key, string label, UnitRequester requester, CancellationToken cancellationToken)
    {
        if (await store.FindUnitAsync(key, cancellationToken) is not { } found) return null;
        foreach (var artifact in ArtifactJson.References(JsonNode.Parse(found.ResultJson)))
        {
            if (await artifacts.ExistsAsync(artifact, cancellationToken)) continue;
            await store.ForgetUnitsOfAsync(artifact.Sha256, cancellationToken);
            return null;
        }
        requester.Tell(RunEventKind.UnitReused, label, null);
        return found.ResultJson;
    }

    /// <summary>Does the work; <c>null</c> where another living worker is at it.</summary>
    private async Task<string?> WorkAsync<T>(UnitKey key, string label, UnitRequester requester, Func<CancellationToken, Task<T>> factory,
        CancellationToken cancellationToken)
    {
        var number = await store.BeginUnitAsync(new UnitAttempt(key.Value, label, requester.RunId, requester.InstanceKey, requester.Frame, owner,
            time.GetUtcNow()), cancellationToken);
        if (number == 0) return null;
        var begun = time.GetTimestamp();
        requester.Tell(RunEventKind.UnitStarted, label, null);
        UnitEnd End(AttemptOutcome outcome) => new(key.Value, number, outcome, time.GetUtcNow(), time.GetElapsedTime(begun).TotalMilliseconds);
        try
        {
            var result = JsonSerializer.SerializeToNode(await factory(cancellationToken), ActivityJson.Options);
            var json = result?.ToJsonString() ?? "null";
            await store.EndUnitAsync(End(AttemptOutcome.Succeeded) with
            {
                ResultJson = json,
                Artifacts = [.. ArtifactJson.References(result).Select(artifact => artifact.Sha256).Distinct()],
            }, CancellationToken.None);
            requester.Tell(RunEventKind.UnitFinished, label, null);
            return json;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await store.EndUnitAsync(End(AttemptOutcome.Cancelled), CancellationToken.None);
            throw;
        }
        catch (Exception error)
        {
            var verdict = requester.Classify(error);
            await store.EndUnitAsync(End(AttemptOutcome.Failed) with { Class = verdict.Class, Message = verdict.Message }, CancellationToken.None);
            requester.Tell(RunEventKind.UnitFailed, label, verdict);
            throw;
        }
    }
}
