using System.Globalization;
using Foldline.Activities;
using Foldline.Workflows;
using Quartz;

namespace Foldline.Scheduling;

/// <summary>Between Quartz and the runner: bursts become triggers, triggers that fire become bursts, each class within its slots.</summary>
internal sealed class BurstPump : IBurstQueue, IDisposable
{
    private const string Group = "burst";
    private const char Next = ' ';
    private const int FewestInOneTransaction = 3, MostTogether = 16;

    // Quartz fires by time, then priority. What may run at once has one and the same time, so that priority decides, however long it has waited.
    private static readonly DateTimeOffset AtOnce = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan HandBackAfter = TimeSpan.FromSeconds(2), HandBackFor = TimeSpan.FromSeconds(1);
    private readonly Dictionary<ResourceClass, SemaphoreSlim> _slots;
    private readonly bool _tellNeedsApart;
    private readonly IEngineStore _store;
    private readonly TimeProvider _time;
    private IScheduler? _scheduler;
    private BurstRunner? _runner;
    private CancellationToken _stopping;
    private Action<Exception>? _fault;
    private int _running;

    public BurstPump(WorkerOffer offer, IEngineStore store, TimeProvider time)
    {
        (_tellNeedsApart, _store, _time) = (!offer.TakesAll, store, time);
        _slots = new Dictionary<ResourceClass, SemaphoreSlim>
        {
            [ResourceClass.Search] = new(offer.SearchSlots), [ResourceClass.Model] = new(offer.ModelSlots), [ResourceClass.Light] = new(offer.LightSlots),
        };
    }

    /// <summary>Bursts under way.</summary>
    public int Running => Volatile.Read(ref _running);

    public void Connect(IScheduler scheduler, BurstRunner runner, CancellationToken stopping, Action<Exception> fault) =>
        (_scheduler, _runner, _stopping, _fault) = (scheduler, runner, stopping, fault);

    /// <inheritdoc/>
    public async Task EnqueueAsync(IReadOnlyList<Burst> bursts, int together, CancellationToken cancellationToken)
    {
        var triggers = Lots(bursts, Math.Min(together, MostTogether)).DistinctBy(trigger => trigger.Key).ToList();
        if (triggers.Count < FewestInOneTransaction)
        {
            foreach (var trigger in triggers) await _scheduler!.ScheduleTrigger(trigger, TriggerConflict.Keep, cancellationToken);
            return;
        }
        // One transaction under the cluster's lock in place of many. What is there already is written again, and at worst comes twice, which is once too often for nobody.
        await _scheduler!.ScheduleJobs(new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [BurstJob.Detail()] = triggers },
            new ScheduleJobOptions { Replace = true }, cancellationToken);
    }

    /// <summary>Runs what fired. A fault of the state is the process's; what is lost with it is found by the reconciler.</summary>
    public async ValueTask RunAsync(ITrigger trigger)
    {
        var bursts = Parse(trigger);
        Interlocked.Increment(ref _running);
        try
        {
            if (!await EnterAsync(bursts, trigger)) return;
            try
            {
                foreach (var burst in bursts) await _runner!.RunAsync(burst, _stopping);
            }
            finally
            {
                _slots[bursts[0].Resource].Release();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The process ends; the burst is queued again by whoever goes on.
        }
        catch (Exception error) when (_store.MayPass(error))
        {
            // The database was out of reach before anything was committed; the reconciler finds the burst again.
        }
        catch (Exception error)
        {
            _fault!(error);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots.Values) slot.Dispose();
    }

    /// <summary>
    /// Waits for a slot of the class. Quartz counts each group by itself, so a node may be brought more of several groups than it has slots; what it cannot begin soon it
    /// hands back, for a node that can. That costs the burst its place in the order, and happens only where needs differ.
    /// </summary>
    private async Task<bool> EnterAsync(IReadOnlyList<Burst> bursts, ITrigger trigger)
    {
        var slot = _slots[bursts[0].Resource];
        if (!_tellNeedsApart)
        {
            await slot.WaitAsync(_stopping);
            return true;
        }
        if (await slot.WaitAsync(HandBackAfter, _stopping)) return true;
        var back = Trigger([bursts[0] with { Turn = Again(bursts[0].Turn), DueAt = _time.GetUtcNow() + HandBackFor }, .. bursts.Skip(1)], trigger.ExecutionGroup!);
        await _scheduler!.ScheduleTrigger(back, TriggerConflict.Keep, CancellationToken.None);
        return false;
    }

    private static string Again(string turn)
    {
        var mark = turn.LastIndexOf('~');
        var times = mark < 0 ? 0 : int.Parse(turn[(mark + 1)..], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{(mark < 0 ? turn : turn[..mark])}~{times + 1}");
    }

    /// <summary>Triggers for bursts: what is light, alike and may begin at once goes several to a trigger, as taking and ending one costs the cluster the same whatever it carries.</summary>
    private IEnumerable<ITrigger> Lots(IReadOnlyList<Burst> bursts, int together) => bursts
        .GroupBy(burst => (Group: BurstGroups.Name(burst.Resource, _tellNeedsApart ? burst.Needs : ActivityNeeds.None), burst.Priority, burst.DueAt))
        .SelectMany(alike => alike.Chunk(alike.First() is { Resource: ResourceClass.Light, DueAt: null } ? together : 1).Select(lot => Trigger(lot, alike.Key.Group)));

    private static ITrigger Trigger(IReadOnlyList<Burst> bursts, string group) => TriggerBuilder.Create()
        .WithIdentity(string.Join(Next, bursts.Select(burst => string.Create(CultureInfo.InvariantCulture, $"{burst.InstanceKey}/{burst.Frame}/{burst.Turn}"))), Group)
        .ForJob(BurstJob.Key)
        .WithPriority(bursts[0].Priority)
        .WithExecutionGroup(group)
        .StartAt(bursts[0].DueAt ?? AtOnce)
        .WithSchedule(SimpleScheduleBuilder.Create().WithRepeatCount(0).WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
        .Build();

    private static IReadOnlyList<Burst> Parse(ITrigger trigger) => [.. trigger.Key.Name.Split(Next).Select(name => name.Split('/'))
        .Select(parts => new Burst(long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2],
            BurstGroups.ClassOf(trigger.ExecutionGroup!), trigger.Priority))];
}
