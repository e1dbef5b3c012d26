namespace Foldline.Workflows;

/// <summary>
/// Campaigns as users see them: many targets, one workflow. All of it is rows in the state store, so any process may ask; the workers see a change within a
/// second or two. Every list is paged by key.
/// </summary>
public interface ICampaigns
{
    /// <summary>Submits a campaign, or gives back the one that was submitted with the same idempotency key.</summary>
    /// <exception cref="DefinitionException">The definition must not run; nothing was submitted.</exception>
    /// <exception cref="CampaignRefusedException">Inputs or names are at fault, or the idempotency key was used for something else.</exception>
    Task<CampaignSummary> SubmitAsync(NewCampaign campaign, CancellationToken cancellationToken);

    /// <summary>Campaigns, newest first.</summary>
    Task<Page<CampaignSummary>> ListAsync(CampaignQuery query, CancellationToken cancellationToken);

    /// <summary>One campaign.</summary>
    /// <exception cref="CampaignNotFoundException">There is none; so do all methods that take a <see cref="CampaignRef"/>.</exception>
    Task<CampaignDetail> GetAsync(CampaignRef campaign, CancellationToken cancellationToken);

    /// <summary>Targets in order of submission.</summary>
    Task<Page<TargetSummary>> TargetsAsync(CampaignRef campaign, TargetQuery query, CancellationToken cancellationToken);

    /// <summary>One target with its executions and attempts.</summary>
    Task<TargetDetail> TargetAsync(CampaignRef campaign, string target, CancellationToken cancellationToken);

    /// <summary>Instances over all campaigns, newest first.</summary>
    Task<InstancePage> InstancesAsync(InstanceQuery query, CancellationToken cancellationToken);

    /// <summary>One instance by its <see cref="TargetSummary.Key"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="project">The asker's project; <c>null</c> for an administrator.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<TargetDetail> InstanceAsync(long key, string? project, CancellationToken cancellationToken);

    /// <summary>Removes an ended instance with its executions and attempts.</summary>
    /// <param name="key">The key.</param>
    /// <param name="project">The asker's project; <c>null</c> for an administrator.</param>
    /// <param name="cancellationToken">Stops the removal.</param>
    /// <exception cref="CampaignRefusedException">It is under way, or others share its result.</exception>
    Task DeleteInstanceAsync(long key, string? project, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a campaign that has ended: it is gone from every list at once, its rows follow page by page. Artifacts stay, as other campaigns may share them.
    /// </summary>
    /// <exception cref="CampaignRefusedException">It has not ended.</exception>
    Task DeleteAsync(CampaignRef campaign, CancellationToken cancellationToken);

    /// <summary>Lets no further attempt begin; what runs may end.</summary>
    Task<CampaignSummary> PauseAsync(CampaignRef campaign, CancellationToken cancellationToken);

    /// <summary>Lets a paused campaign go on.</summary>
    Task<CampaignSummary> ResumeAsync(CampaignRef campaign, CancellationToken cancellationToken);

    /// <summary>Stops what runs and begins nothing more. It is over when its state is Cancelled.</summary>
    Task<CampaignSummary> CancelAsync(CampaignRef campaign, CancellationToken cancellationToken);

    /// <summary>Cancels one target that has not ended.</summary>
    Task CancelTargetAsync(CampaignRef campaign, string target, CancellationToken cancellationToken);

    /// <summary>Tries ended targets again, from where they failed; returns how many.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="choice">Which.</param>
    /// <param name="targets">Only these by name; <c>null</c> for all.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<int> RetryAsync(CampaignRef campaign, RetryChoice choice, IReadOnlyList<string>? targets, CancellationToken cancellationToken);

    /// <summary>Gives a campaign another place among the others.</summary>
    Task<CampaignSummary> SetPriorityAsync(CampaignRef campaign, int priority, CancellationToken cancellationToken);

    /// <summary>Changes what it may spend; resume it where a budget had paused it.</summary>
    Task<CampaignSummary> SetBudgetsAsync(CampaignRef campaign, CampaignBudgets budgets, CancellationToken cancellationToken);

    /// <summary>Adds targets; a campaign that had ended goes on. Targets that are there already, with the same inputs, are passed over. Returns how many
    /// were added.</summary>
    /// <exception cref="CampaignRefusedException">A name is taken by a target with other inputs, or the campaign was cancelled.</exception>
    Task<int> AddTargetsAsync(CampaignRef campaign, IReadOnlyList<NewTarget> targets, CancellationToken cancellationToken);

    /// <summary>Submits a new campaign with the targets of another and other parameters.</summary>
    Task<CampaignSummary> CloneAsync(CampaignRef campaign, CloneRequest request, CancellationToken cancellationToken);

    /// <summary>Every target that ended without a result, in order of submission; read a page at a time.</summary>
    IAsyncEnumerable<FailureRow> FailuresAsync(CampaignRef campaign, CancellationToken cancellationToken);

    /// <summary>How every target of a campaign stands, in order of submission; read a page at a time.</summary>
    IAsyncEnumerable<InstanceResult> ResultsAsync(CampaignRef campaign, CancellationToken cancellationToken);

    /// <summary>Events of a campaign after a sequence number, oldest first.</summary>
    Task<IReadOnlyList<CampaignEvent>> EventsAsync(CampaignRef campaign, long after, int take, CancellationToken cancellationToken);

    /// <summary>Events of a campaign after a sequence number, as they happen, until the campaign has ended or the token is cancelled.</summary>
    IAsyncEnumerable<CampaignEvent> FollowAsync(CampaignRef campaign, long after, CancellationToken cancellationToken);

    /// <summary>Events of all campaigns of a project after a sequence number, oldest first; of all projects where it is <c>null</c>.</summary>
    Task<IReadOnlyList<CampaignEvent>> ProjectEventsAsync(string? project, long after, int take, CancellationToken cancellationToken);

    /// <summary>The sequence number of the newest event; 0 where there is none.</summary>
    Task<long> LastEventAsync(CancellationToken cancellationToken);

    /// <summary>Workers that live, and those that left within the last day.</summary>
    Task<IReadOnlyList<WorkerRecord>> WorkersAsync(CancellationToken cancellationToken);
}
