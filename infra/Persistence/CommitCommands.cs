using System.Data.Common;
using System.Text.Json;
using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Persistence;

/// <summary>The hot path: four prepared statements on one connection, in words that SQLite and PostgreSQL both understand.</summary>
internal sealed class CommitCommands : IDisposable
{
    private readonly DbCommand _instance, _execution, _attempt, _event;

    public CommitCommands(DbConnection connection)
    {
        _instance = Prepare(connection,
            """
            UPDATE instances SET version = version + 1, status = @status, snapshot = @snapshot, due_at = @due_at, outputs = @outputs, failure = @failure,
            updated_at = @at,
            started_at = COALESCE(started_at, @at), ended_at = @ended_at, failure_class = @failure_class, activity = @activity,
            waits = NULL, inputs = COALESCE(@inputs, inputs), rounds = rounds + CASE WHEN @inputs IS NULL THEN 0 ELSE 1 END
            WHERE key = @key AND version = @version
            """, "status", "snapshot", "due_at", "outputs", "failure", "at", "ended_at", "failure_class", "activity", "inputs", "key", "version");
        _execution = Prepare(connection,
            """
            INSERT INTO executions (instance_key, frame, parent, activity_id, activity_type, status, started_at, ended_at, outcome, inputs, outputs, attempts)
            VALUES (@instance_key, @frame, @parent, @activity_id, @activity_type, @status, @started_at, @ended_at, @outcome, @inputs, @outputs, @attempts)
            ON CONFLICT (instance_key, frame) DO UPDATE SET status = excluded.status, ended_at = excluded.ended_at, outcome = excluded.outcome,
            inputs = COALESCE(excluded.inputs, executions.inputs), outputs = COALESCE(excluded.outputs, executions.outputs), attempts = excluded.attempts
            """, "instance_key", "frame", "parent", "activity_id", "activity_type", "status", "started_at", "ended_at", "outcome", "inputs", "outputs",
            "attempts");
        _attempt = Prepare(connection,
            """
            INSERT INTO attempts (instance_key, frame, number, rung, owner, started_at, ended_at, outcome, class, message, suggestion, log_tail, lost_at,
            duration_ms, peak_memory, retry_at)
            VALUES (@instance_key, @frame, @number, @rung, @owner, @started_at, @ended_at, @outcome, @class, @message, @suggestion, @log_tail, @lost_at,
            @duration_ms, @peak_memory, @retry_at)
            ON CONFLICT (instance_key, frame, number) DO UPDATE SET ended_at = excluded.ended_at, outcome = excluded.outcome, class = excluded.class,
            message = excluded.message,
            suggestion = excluded.suggestion, log_tail = excluded.log_tail, lost_at = excluded.lost_at, duration_ms = excluded.duration_ms,
            peak_memory = excluded.peak_memory,
            retry_at = excluded.retry_at
            """, "instance_key", "frame", "number", "rung", "owner", "started_at", "ended_at", "outcome", "class", "message", "suggestion", "log_tail",
            "lost_at", "duration_ms",
            "peak_memory", "retry_at");
        _event = Prepare(connection,
            "INSERT INTO campaign_events (run_key, at, kind, target, status, text) VALUES (@run_key, @at, @kind, @target, @status, @text)",
            "run_key", "at", "kind", "target", "status", "text");
    }

    /// <summary>Writes a commit inside the transaction; <c>false</c>, and nothing written, where the instance has changed since it was loaded.</summary>
    public bool Write(InstanceCommit commit, DbTransaction transaction)
    {
        _instance.Transaction = _execution.Transaction = _attempt.Transaction = _event.Transaction = transaction;
        var ended = commit.Status is InstanceStatus.Succeeded or InstanceStatus.Failed or InstanceStatus.Quarantined or InstanceStatus.Cancelled;
        Set(_instance, (int)commit.Status, commit.Snapshot, Ms(commit.DueAt), commit.OutputsJson, commit.Failure is null ? null
            : JsonSerializer.Serialize(commit.Failure, ActivityJson.Options),
            Ms(commit.At), ended ? Ms(commit.At) : null, (int?)commit.Failure?.Class, commit.Activity, commit.InputsJson, commit.InstanceKey, commit.Version);
        if (_instance.ExecuteNonQuery() == 0) return false;
        foreach (var row in commit.Executions)
        {
            Set(_execution, row.InstanceKey, row.Frame, row.Parent, row.ActivityId, row.ActivityType, (int)row.Status, Ms(row.StartedAt), Ms(row.EndedAt),
                row.Outcome, row.InputsJson,
                row.OutputsJson, row.Attempts);
            _execution.ExecuteNonQuery();
        }
        foreach (var row in commit.Attempts)
        {
            Set(_attempt, row.InstanceKey, row.Frame, row.Number, row.Rung, row.Owner, Ms(row.StartedAt), Ms(row.EndedAt), (int?)row.Outcome,
                (int?)row.Class, row.Message, row.Suggestion,
                row.LogTail, row.LostAt, row.DurationMs, row.PeakMemory, Ms(row.RetryAt));
            _attempt.ExecuteNonQuery();
        }
        foreach (var note in commit.Notes)
        {
            Set(_event, note.RunKey, Ms(commit.At), (int)note.Kind, note.Target, (int?)note.Status, note.Text);
            _event.ExecuteNonQuery();
        }
        return true;
    }

    public void Dispose()
    {
        _instance.Dispose();
        _execution.Dispose();
        _attempt.Dispose();
        _event.Dispose();
    }

    private static DbCommand Prepare(DbConnection connection, string sql, params ReadOnlySpan<string> names)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static void Set(DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }

    private static long? Ms(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
