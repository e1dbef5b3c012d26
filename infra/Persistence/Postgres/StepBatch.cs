using System.Text.Json;
using Foldline.Activities;
using Foldline.Workflows;
using Npgsql;
using NpgsqlTypes;

namespace Foldline.Persistence;

/// <summary>Writes steps of many instances in one statement: the instances that have not changed meanwhile, and with them their executions, attempts and events.</summary>
internal static class StepBatch
{
    private const string Sql =
        """
        WITH moved AS (
          UPDATE instances AS i SET version = i.version + 1, status = c.status, snapshot = c.snapshot, due_at = c.due_at, outputs = c.outputs, failure = c.failure,
            updated_at = c.at, started_at = COALESCE(i.started_at, c.at), ended_at = c.ended_at, failure_class = c.failure_class, activity = c.activity,
            waits = NULL, inputs = COALESCE(c.inputs, i.inputs), rounds = i.rounds + CASE WHEN c.inputs IS NULL THEN 0 ELSE 1 END
          FROM unnest(@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)
            AS c(key, version, status, snapshot, due_at, outputs, failure, at, ended_at, failure_class, activity, inputs)
          WHERE i.key = c.key AND i.version = c.version RETURNING i.key),
        written_executions AS (
          INSERT INTO executions (instance_key, frame, parent, activity_id, activity_type, status, started_at, ended_at, outcome, inputs, outputs, attempts)
          SELECT x.* FROM unnest(@p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23)
            AS x(instance_key, frame, parent, activity_id, activity_type, status, started_at, ended_at, outcome, inputs, outputs, attempts)
          JOIN moved ON moved.key = x.instance_key
          ON CONFLICT (instance_key, frame) DO UPDATE SET status = excluded.status, ended_at = excluded.ended_at, outcome = excluded.outcome,
            inputs = COALESCE(excluded.inputs, executions.inputs), outputs = COALESCE(excluded.outputs, executions.outputs), attempts = excluded.attempts),
        written_attempts AS (
          INSERT INTO attempts (instance_key, frame, number, rung, owner, started_at, ended_at, outcome, class, message, suggestion, log_tail, lost_at,
            duration_ms, peak_memory, retry_at)
          SELECT x.* FROM unnest(@p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39)
            AS x(instance_key, frame, number, rung, owner, started_at, ended_at, outcome, class, message, suggestion, log_tail, lost_at, duration_ms,
              peak_memory, retry_at)
          JOIN moved ON moved.key = x.instance_key
          ON CONFLICT (instance_key, frame, number) DO UPDATE SET ended_at = excluded.ended_at, outcome = excluded.outcome, class = excluded.class,
            message = excluded.message, suggestion = excluded.suggestion, log_tail = excluded.log_tail, lost_at = excluded.lost_at,
            duration_ms = excluded.duration_ms, peak_memory = excluded.peak_memory, retry_at = excluded.retry_at),
        written_events AS (
          INSERT INTO campaign_events (run_key, at, kind, target, status, text)
          SELECT x.run_key, x.at, x.kind, x.target, x.status, x.text FROM unnest(@p40, @p41, @p42, @p43, @p44, @p45, @p46)
            AS x(instance_key, run_key, at, kind, target, status, text)
          JOIN moved ON moved.key = x.instance_key)
        SELECT key FROM moved
        """;

    /// <summary>Writes; returns the instances that were as the steps expected. Each instance may stand there once.</summary>
    public static async Task<HashSet<long>> WriteAsync(NpgsqlConnection connection, IReadOnlyList<InstanceCommit> commits)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        void Add<TRow, TValue>(IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value) => command.Parameters.Add(new NpgsqlParameter
        {
            ParameterName = $"p{command.Parameters.Count}", NpgsqlDbType = NpgsqlDbType.Array | type, Value = rows.Select(value).ToArray(),
        });
        var ordered = commits.OrderBy(commit => commit.InstanceKey).ToList();         // one order for all processes: they cannot wait for each other in a circle
        Add(ordered, NpgsqlDbType.Bigint, commit => commit.InstanceKey);
        Add(ordered, NpgsqlDbType.Bigint, commit => commit.Version);
        Add(ordered, NpgsqlDbType.Integer, commit => (int)commit.Status);
        Add(ordered, NpgsqlDbType.Text, commit => commit.Snapshot);
        Add(ordered, NpgsqlDbType.Bigint, commit => Ms(commit.DueAt));
        Add(ordered, NpgsqlDbType.Text, commit => commit.OutputsJson);
        Add(ordered, NpgsqlDbType.Text, commit => commit.Failure is null ? null : JsonSerializer.Serialize(commit.Failure, ActivityJson.Options));
        Add(ordered, NpgsqlDbType.Bigint, commit => commit.At.ToUnixTimeMilliseconds());
        Add(ordered, NpgsqlDbType.Bigint, commit => commit.Status >= InstanceStatus.Succeeded ? Ms(commit.At) : null);
        Add(ordered, NpgsqlDbType.Integer, commit => (int?)commit.Failure?.Class);
        Add(ordered, NpgsqlDbType.Text, commit => commit.Activity);
        Add(ordered, NpgsqlDbType.Text, commit => commit.InputsJson);

        var executions = ordered.SelectMany(commit => commit.Executions.GroupBy(row => row.Frame).Select(rows => rows.Last())).ToList();
        Add(executions, NpgsqlDbType.Bigint, row => row.InstanceKey);
        Add(executions, NpgsqlDbType.Integer, row => row.Frame);
        Add(executions, NpgsqlDbType.Integer, row => row.Parent);
        Add(executions, NpgsqlDbType.Text, row => row.ActivityId);
        Add(executions, NpgsqlDbType.Text, row => row.ActivityType);
        Add(executions, NpgsqlDbType.Integer, row => (int)row.Status);
        Add(executions, NpgsqlDbType.Bigint, row => row.StartedAt.ToUnixTimeMilliseconds());
        Add(executions, NpgsqlDbType.Bigint, row => Ms(row.EndedAt));
        Add(executions, NpgsqlDbType.Text, row => row.Outcome);
        Add(executions, NpgsqlDbType.Text, row => row.InputsJson);
        Add(executions, NpgsqlDbType.Text, row => row.OutputsJson);
        Add(executions, NpgsqlDbType.Integer, row => row.Attempts);

        var attempts = ordered.SelectMany(commit => commit.Attempts.GroupBy(row => (row.Frame, row.Number)).Select(rows => rows.Last())).ToList();
        Add(attempts, NpgsqlDbType.Bigint, row => row.InstanceKey);
        Add(attempts, NpgsqlDbType.Integer, row => row.Frame);
        Add(attempts, NpgsqlDbType.Integer, row => row.Number);
        Add(attempts, NpgsqlDbType.Integer, row => row.Rung);
        Add(attempts, NpgsqlDbType.Text, row => row.Owner);
        Add(attempts, NpgsqlDbType.Bigint, row => row.StartedAt.ToUnixTimeMilliseconds());
        Add(attempts, NpgsqlDbType.Bigint, row => Ms(row.EndedAt));
        Add(attempts, NpgsqlDbType.Integer, row => (int?)row.Outcome);
        Add(attempts, NpgsqlDbType.Integer, row => (int?)row.Class);
        Add(attempts, NpgsqlDbType.Text, row => row.Message);
        Add(attempts, NpgsqlDbType.Text, row => row.Suggestion);
        Add(attempts, NpgsqlDbType.Text, row => row.LogTail);
        Add(attempts, NpgsqlDbType.Text, row => row.LostAt);
        Add(attempts, NpgsqlDbType.Double, row => row.DurationMs);
        Add(attempts, NpgsqlDbType.Bigint, row => row.PeakMemory);
        Add(attempts, NpgsqlDbType.Bigint, row => Ms(row.RetryAt));

        var notes = ordered.SelectMany(commit => commit.Notes.Select(note => (commit.InstanceKey, commit.At, Note: note))).ToList();
        Add(notes, NpgsqlDbType.Bigint, row => row.InstanceKey);
        Add(notes, NpgsqlDbType.Bigint, row => row.Note.RunKey);
        Add(notes, NpgsqlDbType.Bigint, row => row.At.ToUnixTimeMilliseconds());
        Add(notes, NpgsqlDbType.Integer, row => (int)row.Note.Kind);
        Add(notes, NpgsqlDbType.Text, row => row.Note.Target);
        Add(notes, NpgsqlDbType.Integer, row => (int?)row.Note.Status);
        Add(notes, NpgsqlDbType.Text, row => row.Note.Text);

        await command.PrepareAsync();                                                 // the pool keeps the connection, and the connection the plan
        var moved = new HashSet<long>(commits.Count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) moved.Add(reader.GetInt64(0));
        return moved;
    }

    private static long? Ms(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
