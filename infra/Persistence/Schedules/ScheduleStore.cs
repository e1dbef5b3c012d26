using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>Schedules as rows of the state.</summary>
/// <param name="store">The state.</param>
/// <param name="time">The clock.</param>
public sealed class ScheduleStore(RunStore store, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = ActivityJson.Options;

    /// <summary>Keeps a schedule.</summary>
    public async Task<ScheduleRecord> AddAsync(NewSchedule schedule, CancellationToken cancellationToken)
    {
        var row = new ScheduleRow
        {
            Id = $"s-{Guid.NewGuid().ToString("N")[..10]}", Project = schedule.Project, Plan = Write(schedule), Definition = schedule.Definition.ToJson().ToJsonString(),
            Enabled = 1, Version = 1, CreatedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        await store.WriteAsync(state =>
        {
            state.Schedules.Add(row);
            return state.SaveChangesAsync(cancellationToken);
        }, cancellationToken);
        return Read(row);
    }

    /// <summary>All schedules of a project, or of all, oldest first.</summary>
    public async Task<IReadOnlyList<ScheduleRecord>> ListAsync(string? project, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        var rows = await state.Schedules.AsNoTracking().Where(row => project == null || row.Project == project).OrderBy(row => row.CreatedAt).ToListAsync(cancellationToken);
        return [.. rows.Select(Read)];
    }

    /// <summary>Lets a schedule submit, or not; a change raises its version.</summary>
    /// <exception cref="CampaignNotFoundException">There is none.</exception>
    public async Task<ScheduleRecord> SetEnabledAsync(string id, string? project, bool enabled, CancellationToken cancellationToken) => Read(await store.WriteAsync(async state =>
    {
        var row = await FindAsync(state, id, project, cancellationToken);
        if (row.Enabled != (enabled ? 1 : 0)) (row.Enabled, row.Version) = (enabled ? 1 : 0, row.Version + 1);
        await state.SaveChangesAsync(cancellationToken);
        return row;
    }, cancellationToken));

    /// <summary>Forgets a schedule.</summary>
    /// <exception cref="CampaignNotFoundException">There is none.</exception>
    public Task RemoveAsync(string id, string? project, CancellationToken cancellationToken) => store.WriteAsync(async state =>
    {
        state.Schedules.Remove(await FindAsync(state, id, project, cancellationToken));
        await state.ScheduleFiles.Where(row => row.ScheduleId == id).ExecuteDeleteAsync(cancellationToken);
        return await state.SaveChangesAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Records a run.</summary>
    public Task RanAsync(string id, string? campaign, string? note, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return store.WriteAsync(state => state.Schedules.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastAt, now)
            .SetProperty(row => row.LastCampaign, campaign).SetProperty(row => row.LastNote, note), cancellationToken), cancellationToken);
    }

    /// <summary>Whether a watched folder has given a file already.</summary>
    public async Task<bool> HasSeenAsync(string id, string file, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        return await state.ScheduleFiles.AnyAsync(row => row.ScheduleId == id && row.File == file, cancellationToken);
    }

    /// <summary>Records that a watched folder has given a file.</summary>
    public Task SawAsync(string id, string file, CancellationToken cancellationToken) => store.WriteAsync(state =>
    {
        state.ScheduleFiles.Add(new ScheduleFileRow { ScheduleId = id, File = file, SeenAt = time.GetUtcNow().ToUnixTimeMilliseconds() });
        return state.SaveChangesAsync(cancellationToken);
    }, cancellationToken);

    private static async Task<ScheduleRow> FindAsync(StateContext state, string id, string? project, CancellationToken cancellationToken) =>
        await state.Schedules.FirstOrDefaultAsync(row => row.Id == id && (project == null || row.Project == project), cancellationToken)
            ?? throw new CampaignNotFoundException("such schedule");

    // The definition stands beside the plan: it is read and written as it is, not as a record.
    private static string Write(NewSchedule schedule)
    {
        var json = new JsonObject
        {
            ["name"] = schedule.Name, ["cron"] = schedule.Cron, ["timeZone"] = schedule.TimeZone, ["watchFolder"] = schedule.WatchFolder, ["missed"] = schedule.Missed.ToString(),
            ["overlap"] = schedule.Overlap.ToString(), ["inputs"] = schedule.Inputs.DeepClone(), ["targets"] = JsonSerializer.SerializeToNode(schedule.Targets, Json),
            ["priority"] = schedule.Priority, ["budgets"] = JsonSerializer.SerializeToNode(schedule.Budgets, Json), ["createdBy"] = schedule.CreatedBy,
        };
        return json.ToJsonString();
    }

    private static ScheduleRecord Read(ScheduleRow row)
    {
        var plan = JsonNode.Parse(row.Plan)!.AsObject();
        return new ScheduleRecord
        {
            Id = row.Id, Enabled = row.Enabled == 1, Version = row.Version, CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
            LastAt = row.LastAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, LastCampaign = row.LastCampaign, LastNote = row.LastNote,
            Plan = new NewSchedule
            {
                Project = row.Project, Name = (string)plan["name"]!, Cron = (string?)plan["cron"], TimeZone = (string)plan["timeZone"]!, WatchFolder = (string?)plan["watchFolder"],
                Missed = Enum.Parse<MissedRuns>((string)plan["missed"]!), Overlap = Enum.Parse<RunOverlap>((string)plan["overlap"]!),
                Definition = WorkflowDefinition.Parse(row.Definition), Inputs = plan["inputs"]!.DeepClone().AsObject(), Targets = plan["targets"].Deserialize<List<NewTarget>>(Json)!,
                Priority = (int)plan["priority"]!, Budgets = plan["budgets"].Deserialize<CampaignBudgets>(Json)!, CreatedBy = (string)plan["createdBy"]!,
            },
        };
    }
}
