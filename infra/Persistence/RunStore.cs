using System.Data.Common;
using System.Text.Json;
using Foldline.Activities;
using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>
/// What the state stores of all databases share: reading through Entity Framework, and the words of the hot path, which go to the database as they are.
/// </summary>
public abstract partial class RunStore : IEngineStore
{
    /// <summary>What the name of a run begins with whose campaign was deleted.</summary>
    internal const string Deleted = "deleted/";

    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(300), ReadPatience = TimeSpan.FromMinutes(10);
    private static readonly JsonSerializerOptions Json = ActivityJson.Options;

    /// <summary>A context of its own for one piece of work.</summary>
    internal abstract StateContext Open();

    /// <inheritdoc/>
    public abstract Task<IAsyncDisposable> LockRunAsync(string runId, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task CommitAsync(InstanceCommit commit, CancellationToken cancellationToken);

    /// <summary>Writes through the database's one way of writing, in one transaction.</summary>
    internal abstract Task<T> WriteAsync<T>(Func<StateContext, Task<T>> write, CancellationToken cancellationToken);

    /// <summary>Inserts instances inside the transaction of the context; the database gives out their keys.</summary>
    internal abstract Task InsertAsync(StateContext state, IEnumerable<InstanceRow> rows, CancellationToken cancellationToken);

    /// <summary>Events with nothing before them still to come: a reader that goes on after the last one misses none.</summary>
    internal virtual IQueryable<CampaignEventRow> SettledEvents(StateContext state) => state.CampaignEvents;

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <inheritdoc/>
    public async Task<RunRecord?> FindRunAsync(string runId, CancellationToken cancellationToken)
    {
        await using var state = Open();
        return await state.Runs.AsNoTracking().FirstOrDefaultAsync(row => row.Id == runId, cancellationToken) is { } run ? Record(run) : null;
    }

    /// <inheritdoc/>
    public Task<RunRecord> CreateRunAsync(NewRun run, CancellationToken cancellationToken) => WriteAsync(async state =>
    {
        var row = new RunRow { Id = run.Id, Definition = run.DefinitionJson, DefinitionHash = run.DefinitionHash, CreatedAt = Ms(run.CreatedAt) };
        state.Runs.Add(row);
        await state.SaveChangesAsync(cancellationToken);
        return Record(row);
    }, cancellationToken);

    /// <inheritdoc/>
    public Task AddInstancesAsync(RunRecord run, IReadOnlyList<NewInstance> instances, CancellationToken cancellationToken) => instances.Count == 0
        ? Task.CompletedTask : WriteAsync(async state =>
    {
        var next = await state.Instances.Where(row => row.RunKey == run.Key).MaxAsync(row => (long?)row.Ordinal, cancellationToken) + 1 ?? 0;
        await InsertAsync(state, instances.Select(instance => new InstanceRow
        {
            RunKey = run.Key,
            Name = instance.Name,
            Ordinal = next++,
            Priority = instance.Priority,
            Status = InstanceStatus.Pending,
            Inputs = instance.InputsJson,
            InputsHash = instance.InputsHash,
            CreatedAt = Ms(instance.CreatedAt),
            UpdatedAt = Ms(instance.CreatedAt),
        }), cancellationToken);
        return instances.Count;
    }, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> InstanceInputsAsync(RunRecord run, CancellationToken cancellationToken)
    {
        await using var state = Open();
        return await state.Instances.Where(row => row.RunKey == run.Key)
            .ToDictionaryAsync(row => row.Name, row => row.InputsHash, StringComparer.Ordinal, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstanceRecord>> PageAsync(RunRecord run, IReadOnlyList<InstanceStatus> states, InstancePlace after, int take,
        CancellationToken cancellationToken)
    {
        await using var state = Open();
        var rows = await state.Instances.AsNoTracking()
            .Where(row => row.RunKey == run.Key && states.Contains(row.Status))
            .Where(row => row.Priority < after.Priority || (row.Priority == after.Priority && row.Ordinal > after.Ordinal))
            .OrderByDescending(row => row.Priority).ThenBy(row => row.Ordinal).Take(take).ToListAsync(cancellationToken);
        return [.. rows.Select(Record)];
    }

    /// <inheritdoc/>
    public async Task<InstanceRecord> LoadAsync(long instanceKey, CancellationToken cancellationToken)
    {
        await using var state = Open();
        return Record(await state.Instances.AsNoTracking().FirstAsync(row => row.Key == instanceKey, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<InstanceStatus, int>> CountAsync(RunRecord run, CancellationToken cancellationToken)
    {
        await using var state = Open();
        return await state.Instances.Where(row => row.RunKey == run.Key).GroupBy(row => row.Status).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstanceResult>> ResultsAsync(RunRecord run, CancellationToken cancellationToken)
    {
        await using var state = Open();
        var rows = await state.Instances.AsNoTracking().Where(row => row.RunKey == run.Key).OrderBy(row => row.Ordinal)
            .Select(row => new { row.Name, row.Status, row.Outputs, row.Failure }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new InstanceResult(row.Name, row.Status,
            row.Outputs is null ? [] : System.Text.Json.Nodes.JsonNode.Parse(row.Outputs)!.AsObject(),
            row.Failure is null ? null : JsonSerializer.Deserialize<InstanceFailure>(row.Failure, Json)))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttemptRecord>> OpenAttemptsAsync(RunRecord run, CancellationToken cancellationToken)
    {
        await using var state = Open();
        var rows = await (from attempt in state.Attempts.AsNoTracking()
                          where attempt.EndedAt == null
                          join instance in state.Instances on attempt.InstanceKey equals instance.Key
                          where instance.RunKey == run.Key
                          orderby attempt.InstanceKey, attempt.Frame, attempt.Number
                          select attempt).ToListAsync(cancellationToken);
        return [.. rows.Select(Record)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ExecutionRecord>> ExecutionsAsync(long instanceKey, CancellationToken cancellationToken)
    {
        await using var state = Open();
        var rows = await state.Executions.AsNoTracking().Where(row => row.InstanceKey == instanceKey).OrderBy(row => row.Frame).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new ExecutionRecord
        {
            InstanceKey = row.InstanceKey, Frame = row.Frame, Parent = row.Parent, ActivityId = row.ActivityId, ActivityType = row.ActivityType,
                Status = row.Status,
            StartedAt = Time(row.StartedAt), EndedAt = Time(row.EndedAt), Outcome = row.Outcome, InputsJson = row.Inputs, OutputsJson = row.Outputs,
                Attempts = row.Attempts,
        })];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttemptRecord>> AttemptsAsync(long instanceKey, CancellationToken cancellationToken)
    {
        await using var state = Open();
        var rows = await state.Attempts.AsNoTracking().Where(row => row.InstanceKey == instanceKey).OrderBy(row => row.StartedAt).ThenBy(row => row.Frame)
            .ThenBy(row => row.Number)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(Record)];
    }

    /// <inheritdoc/>
    /// <remarks>It is asked in the midst of an activity, which must not fail because the database is being restarted.</remarks>
    public async Task<UnitRecord?> FindUnitAsync(UnitKey key, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += ReadPause)
        {
            try
            {
                await using var state = Open();
                return await state.Units.AsNoTracking().FirstOrDefaultAsync(row => row.Key == key.Value, cancellationToken) is { } row
                    ? new UnitRecord(row.Key, row.Result, row.RunId) : null;
            }
            catch (Exception error) when (MayPass(error) && waited < ReadPatience && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(ReadPause, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public Task<int> BeginUnitAsync(UnitAttempt attempt, CancellationToken cancellationToken) => WriteAsync(async state =>
    {
        var at = Ms(attempt.At);
        if (await state.UnitAttempts.AnyAsync(row => row.Key == attempt.Key && row.EndedAt == null && row.Owner != attempt.Owner
            && state.Workers.Any(worker => worker.Id == row.Owner && worker.LeftAt == null), cancellationToken)) return 0;
        // Asked after the attempts, as a result and the end of its attempt become visible together: whoever was at it a moment ago may have committed it.
        if (await state.Units.AnyAsync(row => row.Key == attempt.Key, cancellationToken)) return 0;
        await state.UnitAttempts.Where(row => row.Key == attempt.Key && row.EndedAt == null && row.Owner != attempt.Owner)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, at).SetProperty(row => row.Outcome, AttemptOutcome.Lost), cancellationToken);
        var number = await state.UnitAttempts.Where(row => row.Key == attempt.Key).MaxAsync(row => (int?)row.Number, cancellationToken) + 1 ?? 1;
        state.UnitAttempts.Add(new UnitAttemptRow
        {
            Key = attempt.Key, Number = number, Label = attempt.Label, RunId = attempt.RunId, InstanceKey = attempt.InstanceKey, Frame = attempt.Frame,
                Owner = attempt.Owner, StartedAt = at,
        });
        await state.SaveChangesAsync(cancellationToken);
        return number;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task EndUnitAsync(UnitEnd end, CancellationToken cancellationToken) => WriteAsync(async state =>
    {
        var attempt = await state.UnitAttempts.FirstAsync(row => row.Key == end.Key && row.Number == end.Number, cancellationToken);
        (attempt.EndedAt, attempt.Outcome, attempt.DurationMs, attempt.Class, attempt.Message) = (Ms(end.At), end.Outcome, end.DurationMs, end.Class,
            end.Message);
        if (end.ResultJson is { } result)
        {
            await state.Units.Where(row => row.Key == end.Key).ExecuteDeleteAsync(cancellationToken);
            await state.UnitArtifacts.Where(row => row.Key == end.Key).ExecuteDeleteAsync(cancellationToken);
            state.Units.Add(new UnitRow { Key = end.Key, Label = attempt.Label, Result = result, RunId = attempt.RunId, CreatedAt = Ms(end.At) });
            state.UnitArtifacts.AddRange(end.Artifacts.Select(hash => new UnitArtifactRow { Key = end.Key, Sha256 = hash }));
        }
        return await state.SaveChangesAsync(cancellationToken);
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<int> ForgetUnitsOfAsync(string sha256, CancellationToken cancellationToken) => WriteAsync(async state =>
    {
        var keys = await state.UnitArtifacts.Where(row => row.Sha256 == sha256).Select(row => row.Key).ToListAsync(cancellationToken);
        await state.UnitArtifacts.Where(row => keys.Contains(row.Key)).ExecuteDeleteAsync(cancellationToken);
        return await state.Units.Where(row => keys.Contains(row.Key)).ExecuteDeleteAsync(cancellationToken);
    }, cancellationToken);

    private protected static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static DateTimeOffset? Time(long? ms) => ms is { } value ? Time(value) : null;

    private static RunRecord Record(RunRow row) => new(row.Key, row.Id, row.Definition, row.DefinitionHash, Time(row.CreatedAt));

    private static InstanceRecord Record(InstanceRow row) => new()
    {
        Key = row.Key, RunKey = row.RunKey, Name = row.Name, Ordinal = row.Ordinal, Priority = row.Priority, Status = row.Status, InputsJson = row.Inputs,
        Snapshot = row.Snapshot, Version = row.Version, Waits = row.Waits, DueAt = Time(row.DueAt), StartedAt = Time(row.StartedAt),
    };

    private static AttemptRecord Record(AttemptRow row) => new()
    {
        InstanceKey = row.InstanceKey, Frame = row.Frame, Number = row.Number, Rung = row.Rung, Owner = row.Owner, StartedAt = Time(row.StartedAt),
            EndedAt = Time(row.EndedAt),
        Outcome = row.Outcome, Class = row.Class, Message = row.Message, Suggestion = row.Suggestion, LogTail = row.LogTail, LostAt = row.LostAt,
            DurationMs = row.DurationMs,
        PeakMemory = row.PeakMemory, RetryAt = Time(row.RetryAt),
    };
}
