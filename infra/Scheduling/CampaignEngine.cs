using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Workflows;
using Quartz;

namespace Foldline.Scheduling;

/// <summary>
/// One process of the engine: Quartz brings it bursts, it runs them, tells that it lives, and where it leads, looks after all campaigns. Any number of them may
/// share a PostgreSQL state; a SQLite state has one.
/// </summary>
public sealed class CampaignEngine : IAsyncDisposable
{
    private readonly RunStore _store;
    private readonly EngineSettings _settings;
    private readonly TimeProvider _time;
    private readonly WorkerRecord _worker;
    private readonly EngineTools _tools;
    private readonly CampaignWatch _watch;
    private readonly BurstPump _pump;
    private readonly BurstRunner _runner;
    private readonly CampaignKeeper _keeper;
    private readonly ScheduleRunner _schedules;
    private readonly ArtifactCollection? _collection;
    private readonly CancellationTokenSource _stop = new(), _quiet = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _signal = new(0);
    private IScheduler? _scheduler;
    private Task _loops = Task.CompletedTask;
    private ILead? _lead;

    private CampaignEngine(EngineSettings settings, ActivityCatalog catalog, IArtifactStore artifacts, RunStore store, TimeProvider time, IProgress<RunEvent>? events,
        IDefinitionSource? definitions)
    {
        (_settings, _store, _time) = (settings, store, time);
        var id = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid().ToString("N")[..8]}";
        _worker = new WorkerRecord { Id = id, Machine = Environment.MachineName, ProcessId = Environment.ProcessId,
            Offer = settings.Offer with { Scope = MachineScope.Current, TakesAll = !settings.RouteByNeeds }, StartedAt = time.GetUtcNow(), HeardAt = time.GetUtcNow() };
        _tools = new EngineTools(id, catalog, artifacts, store, settings.Runner, time, events);
        _watch = new CampaignWatch(store);
        _pump = new BurstPump(_worker.Offer, store, time);
        _runner = new BurstRunner(_tools, _pump, _watch, _worker.Offer);
        _keeper = new CampaignKeeper(_tools, _pump, _watch, settings.Keeper,
            definitions is null ? null : new ChildKeeper(_tools, definitions, new CampaignStore(store, catalog, time)));
        _schedules = new ScheduleRunner(new ScheduleStore(store, time), new CampaignStore(store, catalog, time), artifacts, store.MayPass, time);
        _collection = settings.CollectUnused is not null && artifacts is IArtifactInventory inventory ? new ArtifactCollection(store, inventory, time) : null;
        _runner.Left += Signal;
    }

    /// <summary>Who this process is in attempts and lists.</summary>
    public string WorkerId => _worker.Id;

    /// <summary>Whether this process leads.</summary>
    public bool Leads => _lead is not null;

    /// <summary>Ends when the engine has stopped; faults when the state could not be kept.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Starts taking part.</summary>
    /// <param name="settings">How.</param>
    /// <param name="catalog">The activities this process can run; descriptions are enough for one without slots.</param>
    /// <param name="artifacts">Where payloads lie.</param>
    /// <param name="store">The state.</param>
    /// <param name="time">The clock.</param>
    /// <param name="events">Hears what happens here, from many threads; it must be quick.</param>
    /// <param name="definitions">Where workflows that others dispatch are found; <c>null</c> leaves those to another process.</param>
    /// <param name="cancellationToken">Stops the starting.</param>
    /// <exception cref="RunException">Another process works on a state that only one may work on, or too many databases are offered.</exception>
    public static async Task<CampaignEngine> StartAsync(EngineSettings settings, ActivityCatalog catalog, IArtifactStore artifacts, RunStore store, TimeProvider time,
        IProgress<RunEvent>? events = null, IDefinitionSource? definitions = null, CancellationToken cancellationToken = default)
    {
        var engine = new CampaignEngine(settings, catalog, artifacts, store, time, events, definitions);
        try
        {
            await engine.StartAsync(cancellationToken);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets running activities stop within their grace, hands over what they were at, and leaves.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_quiet.IsCancellationRequested) return;
        await _stop.CancelAsync();
        if (_scheduler is not null) await SafelyAsync(() => _scheduler.Standby(CancellationToken.None).AsTask());
        for (var waited = TimeSpan.Zero; _pump.Running > 0 && waited < _settings.Runner.StopGrace + TimeSpan.FromSeconds(5); waited += TimeSpan.FromMilliseconds(20))
            await Task.Delay(20, CancellationToken.None);
        await _quiet.CancelAsync();
        await _loops;
        if (_scheduler is not null) await SafelyAsync(() => _scheduler.Shutdown(false, CancellationToken.None).AsTask());
        await SafelyAsync(() => _store.LeaveAsync(_worker.Id, CancellationToken.None));
        if (_lead is not null) await SafelyAsync(() => _lead.DisposeAsync().AsTask());
        _tools.Dispose();
        _runner.Dispose();
        _pump.Dispose();
        _ended.TrySetResult();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_worker.Offer.TakesAll && _worker.Offer is { SearchSlots: > 0, Databases.Count: > WorkerOffer.MostDatabases })
            throw new RunException($"{_worker.Offer.Databases.Count} databases were named, and one of several workers may offer {WorkerOffer.MostDatabases} at most. "
                + "Give the others to a second worker; a database split into parts counts as one.");
        if (_store.IsOfOneProcess)
        {
            _lead = await _store.TryLeadAsync(cancellationToken)
                ?? throw new RunException($"Another process works on the campaigns in {_store.Place}. Stop it, or share a PostgreSQL state.");
            await _store.BuryAsync(TimeSpan.Zero - TimeSpan.FromDays(1), [], cancellationToken);      // whoever worked here before is gone
        }
        await _store.HeartbeatAsync(_worker, cancellationToken);
        await _watch.LookAsync(cancellationToken);
        _scheduler = await QuartzStores.BuildAsync(_store, _worker.Id, _worker.Offer, cancellationToken);
        _scheduler.Context[nameof(BurstPump)] = _pump;
        _pump.Connect(_scheduler, _runner, _stop.Token, Fault);
        await _scheduler.Start(cancellationToken);
        _loops = Task.WhenAll(Task.Run(BeatAsync, CancellationToken.None), Task.Run(LookAsync, CancellationToken.None), Task.Run(LeadAsync, CancellationToken.None),
            Task.Run(ScheduleAsync, CancellationToken.None), Task.Run(CollectAsync, CancellationToken.None));
    }

    private async Task BeatAsync()
    {
        await ForeverAsync(_settings.Heartbeat, async () =>
        {
            if (!await _store.HeartbeatAsync(_worker with { Load = _pump.Running }, _quiet.Token)) _watch.StopAll();
        });
    }

    private Task LookAsync() => ForeverAsync(_settings.LookInterval, () => _watch.LookAsync(_quiet.Token));

    private async Task LeadAsync()
    {
        await ForeverAsync(_settings.TurnInterval, async () =>
        {
            if (_stop.IsCancellationRequested) return;
            if (_lead is not null && !await _lead.HoldsAsync(_quiet.Token)) _lead = null;
            _lead ??= await _store.TryLeadAsync(_quiet.Token);
            if (_lead is null) return;
            if (await _keeper.TurnAsync(_quiet.Token)) Signal();
            else await Task.Delay(_settings.TurnPause, _time, _quiet.Token);
        }, _signal);
    }

    private Task ScheduleAsync() => ForeverAsync(_settings.ScheduleInterval, async () =>
    {
        if (_lead is not null && !_stop.IsCancellationRequested) await _schedules.TurnAsync(_quiet.Token);
    });

    private async Task CollectAsync()
    {
        if (_collection is null || _settings.CollectUnused is not { } unusedFor) return;
        var first = true;
        await ForeverAsync(_settings.CollectInterval, async () =>
        {
            if (!first && _lead is not null && !_stop.IsCancellationRequested) await SafelyAsync(() => _collection.RunAsync(unusedFor, remove: true, _quiet.Token));
            first = false;
        });
    }

    /// <summary>Repeats until the engine is quiet. A state out of reach is waited for, with patience.</summary>
    private async Task ForeverAsync(TimeSpan interval, Func<Task> turn, SemaphoreSlim? signal = null)
    {
        DateTimeOffset? failing = null;
        while (!_quiet.IsCancellationRequested)
        {
            try
            {
                await turn();
                failing = null;
            }
            catch (Exception) when (_quiet.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                failing ??= _time.GetUtcNow();
                if (!_store.MayPass(error) || _time.GetUtcNow() - failing > _settings.Patience)
                {
                    Fault(error);
                    return;
                }
            }
            try
            {
                if (signal is null) await Task.Delay(interval, _time, _quiet.Token);
                else await signal.WaitAsync(interval, _quiet.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Signal()
    {
        if (_signal.CurrentCount == 0) _signal.Release();
    }

    private void Fault(Exception error)
    {
        _ended.TrySetException(new RunException($"The worker stopped because the state could not be kept: {error.Message} What was committed is safe; "
            + "start it again.", error));
        _stop.Cancel();
    }

    private static async Task SafelyAsync(Func<Task> leave)
    {
        try
        {
            await leave();
        }
        catch (Exception)
        {
            // It is leaving in any case, and the others find it dead; what was not collected is collected later.
        }
    }
}
