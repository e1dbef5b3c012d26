using System.Globalization;
using Foldline.Activities;
using Foldline.Workflows;
using Quartz;

namespace Foldline.Scheduling;

/// <summary>Between Quartz and the runner: bursts become triggers, triggers that fire become bursts, each class within its slots.</summary>
internal sealed class BurstPump : IBurstQueue, IDisposable
{
    private const string Group = "burst";

    // Quartz fires by time, then priority. What may run at once has one and the same time, so that priority decides, however long it has waited.
    private static readonly DateTimeOffset AtOnce = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<ResourceClass, SemaphoreSlim> _slots;
    private readonly bool _tellDatabasesApart;
    private readonly IEngineStore _store;
    private IScheduler? _scheduler;
    private BurstRunner? _runner;
    private CancellationToken _stopping;
    private Action<Exception>? _fault;
    private int _running;

    public BurstPump(WorkerOffer offer, bool tellDatabasesApart, IEngineStore store)
    {
        (_tellDatabasesApart, _store) = (tellDatabasesApart, store);
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
    public async Task EnqueueAsync(IReadOnlyList<Burst> bursts, CancellationToken cancellationToken)
    {
        var triggers = bursts.Select(Trigger).ToList();
        foreach (var trigger in triggers) await _scheduler!.ScheduleTrigger(trigger, TriggerConflict.Keep, cancellationToken);
    }

    /// <summary>Runs what fired. A fault of the state is the process's; what is lost with it is found by the reconciler.</summary>
    public async ValueTask RunAsync(ITrigger trigger)
    {
        var burst = Parse(trigger);
        Interlocked.Increment(ref _running);
        try
        {
            await _slots[burst.Resource].WaitAsync(_stopping);
            try
            {
                await _runner!.RunAsync(burst, _stopping);
            }
            finally
            {
                _slots[burst.Resource].Release();
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

    private ITrigger Trigger(Burst burst) => TriggerBuilder.Create()
        .WithIdentity(string.Create(CultureInfo.InvariantCulture, $"{burst.InstanceKey}/{burst.Frame}/{burst.Turn}"), Group)
        .ForJob(BurstJob.Key)
        .WithPriority(burst.Priority)
        .WithExecutionGroup(BurstGroups.Name(burst.Resource, _tellDatabasesApart ? burst.Databases : []))
        .StartAt(burst.DueAt ?? AtOnce)
        .WithSchedule(SimpleScheduleBuilder.Create().WithRepeatCount(0).WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
        .Build();

    private static Burst Parse(ITrigger trigger)
    {
        var parts = trigger.Key.Name.Split('/');
        var resource = trigger.ExecutionGroup!.Split('+')[0];
        return new Burst(long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2],
            Enum.Parse<ResourceClass>(resource, ignoreCase: true), trigger.Priority);
    }
}
