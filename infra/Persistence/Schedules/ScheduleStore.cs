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
    /// <param name="schedule">What was asked for.</param>
    /// <param name="due">Its first run; <c>null</c> where it watches something.</param>
    /// <param name="cancellationToken">Stops the keeping.</param>
    public async Task<ScheduleRecord> AddAsync(NewSchedule schedule, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        var row = new ScheduleRow
        {
            Id = $"s-{Guid.NewGuid().ToString("N")[..10]}", Project = schedule.Project, Plan = Write(schedule), Definition = schedule.Definition.ToJson().ToJsonString(),
            Enabled = 1, Watches = schedule.Watch is null ? 0 : 1, DueAt = due?.ToUnixTimeMilliseconds(), CreatedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
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
        var rows = await state.Schedules.AsNoTracking().Where(row => project == null || row.Project == project).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(Read)];
    }

    /// <summary>One schedule.</summary>
    /// <exception cref="CampaignNotFoundException">There is none.</exception>
    public async Task<ScheduleRecord> GetAsync(string id, string? project, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        return Read(await FindAsync(state, id, project, cancellationToken));
    }

    /// <summary>Enabled schedules that watch something, or whose run is due.</summary>
    public async Task<IReadOnlyList<ScheduleRecord>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var state = store.Open();
        var rows = await state.Schedules.AsNoTracking().Where(row => row.Enabled == 1 && (row.Watches == 1 || row.DueAt <= now)).OrderBy(row => row.CreatedAt)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(Read)];
    }

    /// <summary>Lets a schedule submit, or not.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="project">The asker's project; <c>null</c> for an administrator.</param>
    /// <param name="enabled">Whether it may.</param>
    /// <param name="due">Its next run.</param>
    /// <param name="cancellationToken">Stops the change.</param>
    /// <exception cref="CampaignNotFoundException">There is none.</exception>
    public async Task<ScheduleRecord> SetAsync(string id, string? project, bool enabled, DateTimeOffset? due, CancellationToken cancellationToken) =>
        Read(await store.WriteAsync(async state =>
        {
            var row = await FindAsync(state, id, project, cancellationToken);
            (row.Enabled, row.DueAt) = (enabled ? 1 : 0, due?.ToUnixTimeMilliseconds());
            await state.SaveChangesAsync(cancellationToken);
            return row;
        }, cancellationToken));

    /// <summary>Changes a schedule, alone.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="project">The asker's project; <c>null</c> for an administrator.</param>
    /// <param name="change">Its plan and next run from now on; what it throws leaves all as it was.</param>
    /// <param name="cancellationToken">Stops the change.</param>
    /// <exception cref="CampaignNotFoundException">There is none.</exception>
    public async Task<ScheduleRecord> ChangeAsync(string id, string? project, Func<ScheduleRecord, (NewSchedule Plan, DateTimeOffset? Due)> change,
        CancellationToken cancellationToken) => Read(await store.WriteAsync(async state =>
        {
            var row = await FindAsync(state, id, project, cancellationToken);
            var (plan, due) = change(Read(row));
            (row.Plan, row.Definition, row.DueAt) = (Write(plan), plan.Definition.ToJson().ToJsonString(), due?.ToUnixTimeMilliseconds());
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

    /// <summary>Records a run of the clock, or why it was left out, and when the next one is due; nothing where somebody has changed that meanwhile.</summary>
    public Task RanAsync(ScheduleRecord schedule, DateTimeOffset? next, string? campaign, string? note, CancellationToken cancellationToken)
    {
        var (now, was, due) = (time.GetUtcNow().ToUnixTimeMilliseconds(), schedule.DueAt?.ToUnixTimeMilliseconds(), next?.ToUnixTimeMilliseconds());
        return store.WriteAsync(state => state.Schedules.Where(row => row.Id == schedule.Id && row.DueAt == was).ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, due)
            .SetProperty(row => row.LastAt, now).SetProperty(row => row.LastCampaign, campaign).SetProperty(row => row.LastNote, note), cancellationToken), cancellationToken);
    }

    /// <summary>Records why a schedule could do nothing.</summary>
    public Task NoteAsync(string id, string note, CancellationToken cancellationToken) => store.WriteAsync(state => state.Schedules
        .Where(row => row.Id == id && row.LastNote != note).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastNote, note), cancellationToken), cancellationToken);

    /// <summary>Of these versions of files, those that a watched place has not given yet.</summary>
    public async Task<IReadOnlySet<string>> UnseenAsync(string id, IReadOnlyCollection<string> versions, CancellationToken cancellationToken)
    {
        var unseen = versions.ToHashSet(StringComparer.Ordinal);
        await using var state = store.Open();
        foreach (var some in versions.Chunk(500))
            unseen.ExceptWith(await state.ScheduleFiles.Where(row => row.ScheduleId == id && some.Contains(row.File)).Select(row => row.File).ToListAsync(cancellationToken));
        return unseen;
    }

    /// <summary>Records that a watched place has given a file, and what became of it.</summary>
    public Task SawAsync(string id, string version, string? campaign, string? note, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return store.WriteAsync(async state =>
        {
            if (await state.ScheduleFiles.AnyAsync(row => row.ScheduleId == id && row.File == version, cancellationToken)) return 0;
            state.ScheduleFiles.Add(new ScheduleFileRow { ScheduleId = id, File = version, SeenAt = now });
            await state.SaveChangesAsync(cancellationToken);
            return await state.Schedules.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastAt, now)
                .SetProperty(row => row.LastCampaign, campaign).SetProperty(row => row.LastNote, note), cancellationToken);
        }, cancellationToken);
    }

    private static async Task<ScheduleRow> FindAsync(StateContext state, string id, string? project, CancellationToken cancellationToken) =>
        await state.Schedules.FirstOrDefaultAsync(row => row.Id == id && (project == null || row.Project == project), cancellationToken)
            ?? throw new CampaignNotFoundException("such schedule");

    // The definition stands beside the plan: it is read and written as it is, not as a record.
    private static string Write(NewSchedule schedule)
    {
        var json = new JsonObject
        {
            ["name"] = schedule.Name, ["cron"] = schedule.Cron, ["timeZone"] = schedule.TimeZone, ["watch"] = schedule.Watch, ["missed"] = schedule.Missed.ToString(),
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
            Id = row.Id, Enabled = row.Enabled == 1, CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
            DueAt = row.DueAt is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null,
            LastAt = row.LastAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, LastCampaign = row.LastCampaign, LastNote = row.LastNote,
            Plan = new NewSchedule
            {
                Project = row.Project, Name = (string)plan["name"]!, Cron = (string?)plan["cron"], TimeZone = (string)plan["timeZone"]!, Watch = (string?)plan["watch"],
                Missed = Enum.Parse<MissedRuns>((string)plan["missed"]!), Overlap = Enum.Parse<RunOverlap>((string)plan["overlap"]!),
                Definition = WorkflowDefinition.Parse(row.Definition), Inputs = plan["inputs"]!.DeepClone().AsObject(), Targets = plan["targets"].Deserialize<List<NewTarget>>(Json)!,
                Priority = (int)plan["priority"]!, Budgets = plan["budgets"].Deserialize<CampaignBudgets>(Json)!, CreatedBy = (string)plan["createdBy"]!,
            },
        };
    }
}
