using Foldline.Sequences;
using Foldline.Server.Access;
using Foldline.Server.Campaigns;
using Foldline.Server.Errors;
using Foldline.Server.Hosting;
using Foldline.Workflows;

namespace Foldline.Server.Schedules;

/// <summary>Takes schedules: checks what a submission would check now, so that no run fails later for what could be known today.</summary>
/// <param name="schedules">The schedules.</param>
/// <param name="desk">Knows workflows and inputs.</param>
/// <param name="intake">Reads and keeps targets.</param>
/// <param name="options">Where the inbox lies.</param>
public sealed class ScheduleDesk(ISchedules schedules, CampaignDesk desk, TargetIntake intake, ServerOptions options)
{
    private const int MostSchedules = 200;

    /// <summary>Keeps a schedule.</summary>
    public async Task<ScheduleAnswer> AddAsync(Caller caller, ScheduleRequest request, IReadOnlyList<(string Name, string Text)> files, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Name)) throw new CampaignRefusedException("A schedule needs a name.");
        if ((request.Cron is null) == (request.Folder is null)) throw new CampaignRefusedException("A schedule has either cron or folder.");
        if ((await schedules.ListAsync(caller.Project, cancellationToken)).Count >= MostSchedules) throw ApiException.Conflict($"A project has at most {MostSchedules} schedules.");
        var definition = await desk.DefinitionAsync(request.Workflow, null, cancellationToken);
        var inputs = await desk.CheckedAsync(definition, request.Inputs, cancellationToken);
        IReadOnlyList<NewTarget> targets = [];
        if (request.Folder is null)
        {
            var batch = await TargetIntake.ReadAsync(request.Targets, request.Fasta, files, cancellationToken);
            targets = await intake.KeepAsync(definition, batch.Targets, cancellationToken);
        }
        else if (request.Targets is { Count: > 0 } || request.Fasta is { Length: > 0 } || files.Count > 0)
        {
            throw new CampaignRefusedException("A schedule with a folder takes its targets from the files that arrive there; give none.");
        }
        return ScheduleAnswer.Of(await schedules.AddAsync(new NewSchedule
        {
            Project = caller.Project, Name = request.Name.Trim(), Cron = request.Cron, TimeZone = string.IsNullOrWhiteSpace(request.TimeZone) ? "UTC" : request.TimeZone,
            Watch = request.Folder is { } folder ? Inbox(caller.Project, folder) : null, Missed = request.Missed ?? MissedRuns.RunOnce,
            Overlap = request.Overlap ?? RunOverlap.Skip, Definition = definition, Inputs = inputs, Targets = targets, Priority = request.Priority ?? 0,
            Budgets = request.Budgets?.ToBudgets() ?? CampaignBudgets.None, CreatedBy = caller.KeyName,
        }, cancellationToken));
    }

    /// <summary>Changes a schedule: what the request leaves out stays; inputs that are given take the place of those of the same name, <c>null</c> takes one away.</summary>
    public async Task<ScheduleAnswer> ChangeAsync(Caller caller, string id, ScheduleRequest request, IReadOnlyList<(string Name, string Text)> files, CancellationToken cancellationToken)
    {
        var plan = (await schedules.GetAsync(id, caller.Project, cancellationToken)).Plan;
        if (request.Name is not null && string.IsNullOrWhiteSpace(request.Name)) throw new CampaignRefusedException("A schedule needs a name.");
        if (request.Folder is not null && (plan.Watch is null || request.Folder != Path.GetFileName(plan.Watch))
            || request.Cron is not null && plan.Cron is null) throw new CampaignRefusedException("A schedule stays by the clock, or with its folder; add another, and remove this one.");
        var definition = request.Workflow is null ? plan.Definition : await desk.DefinitionAsync(request.Workflow, null, cancellationToken);
        var inputs = request.Inputs is null ? plan.Inputs : await desk.MergedAsync(definition, plan.Inputs, request.Inputs, cancellationToken);
        var targets = plan.Targets;
        if (request.Targets is { Count: > 0 } || request.Fasta is { Length: > 0 } || files.Count > 0)
        {
            if (plan.Watch is not null) throw new CampaignRefusedException("A schedule with a folder takes its targets from the files that arrive there; give none.");
            targets = await intake.KeepAsync(definition, (await TargetIntake.ReadAsync(request.Targets, request.Fasta, files, cancellationToken)).Targets, cancellationToken);
        }
        return ScheduleAnswer.Of(await schedules.ChangeAsync(id, caller.Project, kept => kept with
        {
            Name = request.Name?.Trim() ?? kept.Name, Cron = request.Cron ?? kept.Cron, TimeZone = string.IsNullOrWhiteSpace(request.TimeZone) ? kept.TimeZone : request.TimeZone,
            Missed = request.Missed ?? kept.Missed, Overlap = request.Overlap ?? kept.Overlap, Definition = definition, Inputs = inputs, Targets = targets,
            Priority = request.Priority ?? kept.Priority, Budgets = request.Budgets?.ToBudgets() ?? kept.Budgets,
        }, cancellationToken));
    }

    /// <summary>A caller names a folder and never a path: it lies in the inbox of the caller's project, and is made.</summary>
    private string Inbox(string project, string folder)
    {
        if (folder.Length == 0 || folder != TargetName.Sanitise(folder)) throw new CampaignRefusedException("folder is a plain name of letters, digits, '.', '_' and '-'; the server makes it in its inbox.");
        return Directory.CreateDirectory(Path.Combine(options.DataFolder, "inbox", TargetName.Sanitise(project), folder)).FullName;
    }
}
