using System.Diagnostics;
using System.Globalization;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Scheduling;
using Foldline.Workflows;

namespace Foldline.Cli.Bench;

/// <summary>
/// The cost of the durable runtime: a campaign of a five-activity workflow whose bodies do nothing, every beginning and end committed. On SQLite in this process
/// with four bursts at once; on PostgreSQL (<c>--db</c>) with two worker processes.
/// </summary>
/// <param name="name">What the user types.</param>
/// <param name="sizes">Targets of the campaigns that are run one after the other.</param>
internal sealed class RuntimeBenchmark(string name, params int[] sizes) : IBenchmark
{
    // A submission is held in memory until it is kept; what is measured is the runtime, so it comes in lots of one size.
    private const int Bursts = 4, Processes = 2, Lot = 1000;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => $"campaigns of {string.Join(" and ", sizes.Select(size => size.ToString("N0", CultureInfo.InvariantCulture)))} targets, five empty activities each, all state durable";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        BenchResult? first = null;
        foreach (var size in options.Instances is { } asked ? [asked] : sizes)
        {
            var result = MeasureAsync(size, options.Database, cancellationToken).GetAwaiter().GetResult();
            yield return first is null ? result : result with { BaselineMb = first.PeakMb, Ratio = Math.Round(result.PeakMb / first.PeakMb, 3) };
            first ??= result;
        }
    }

    private async Task<BenchResult> MeasureAsync(int targets, string? database, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.GetFullPath($"foldline-bench-{Environment.ProcessId}")).FullName;
        try
        {
            await using var store = await StateStores.OpenAsync(database ?? $"sqlite:{Path.Combine(folder, "state.db")}", cancellationToken);
            var campaigns = new CampaignStore(store, EmptyWork.Catalog, TimeProvider.System);
            await using var workers = store.IsOfOneProcess ? await HereAsync(store, folder, cancellationToken) : await ElsewhereAsync(campaigns, database!, folder, cancellationToken);
            var activities = targets * EmptyWork.Steps;
            async Task<(TimeSpan Took, long Peak, Persisted Persisted)> OnceAsync()
            {
                var clock = Stopwatch.StartNew();
                var campaign = await campaigns.SubmitAsync(EmptyWork.Campaign(Math.Min(Lot, targets)), cancellationToken);
                for (var kept = Lot; kept < targets; kept += Lot)
                    await campaigns.AddTargetsAsync(new CampaignRef(campaign.Id), EmptyWork.Targets(kept, Math.Min(Lot, targets - kept)), cancellationToken);
                var peak = await UntilEndedAsync(store, workers.Processes, cancellationToken);
                clock.Stop();
                var persisted = await store.MeasureAsync(campaign.Id, cancellationToken);
                return persisted.Succeeded == activities ? (clock.Elapsed, peak, persisted) : throw new InvalidOperationException($"{persisted.Succeeded} of {activities} activities succeeded.");
            }
            // A worker serves for days: what is told is its second campaign, and beside it the first, during which most of its code is compiled.
            var first = sizes.Length == 1 ? await OnceAsync() : ((TimeSpan Took, long Peak, Persisted Persisted)?)null;
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var (took, peak, persisted) = await OnceAsync();
            var heap = store.IsOfOneProcess ? string.Create(CultureInfo.InvariantCulture, $"; {GC.GetTotalMemory(forceFullCollection: true) / 1e6:0.0} MB live after a full collection") : "";
            return new BenchResult
            {
                Name = $"{name} {(store.IsOfOneProcess ? $"sqlite, {Bursts} bursts" : $"postgres, {Processes} processes")}", Dtype = "", Tokens = targets,
                MedianMs = took.TotalMilliseconds, MinMs = took.TotalMilliseconds, PeakMb = peak / 1e6, PeakRssMb = peak / 1e6,
                CpuMs = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds, PerSecond = activities / took.TotalSeconds,
                Note = string.Create(CultureInfo.InvariantCulture, $"{activities} activities; persisted per activity: {(double)persisted.Commits / activities:0.00} commits of its instance, {(double)persisted.Executions / activities:0.00} execution rows with inputs and outputs, {(double)persisted.Attempts / activities:0.00} attempt rows with owner, outcome, duration and peak memory, {(double)persisted.Events / activities:0.00} events; {(double)persisted.Bytes / activities:0} bytes of database{heap}{(first is { } cold ? $"; the campaign before, in processes just started: {activities / cold.Took.TotalSeconds:0} activities a second" : "")}"),
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Workers> HereAsync(RunStore store, string folder, CancellationToken cancellationToken)
    {
        var engine = await EmptyWork.StartAsync(store, folder, Bursts, cancellationToken);
        return new Workers([Process.GetCurrentProcess()], engine.DisposeAsync);
    }

    private static async Task<Workers> ElsewhereAsync(CampaignStore campaigns, string database, string folder, CancellationToken cancellationToken)
    {
        var processes = new List<Process>();
        var workers = new Workers(processes, async () =>
        {
            foreach (var process in processes)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
                process.Dispose();
            }
        });
        try
        {
            for (var i = 0; i < Processes; i++)
            {
                var start = new ProcessStartInfo(Environment.ProcessPath!);
                if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(RuntimeBenchmark).Assembly.Location);
                foreach (var argument in (string[])["bench", EmptyWorker.WorkerName, "--db", database, "--data", Path.Combine(folder, $"worker{i}")]) start.ArgumentList.Add(argument);
                processes.Add(Process.Start(start)!);
            }
            // A worker serves for days; how long it takes to start is not what is measured.
            while (processes.All(process => !process.HasExited) && !await AllThereAsync(campaigns, processes, cancellationToken)) await Task.Delay(200, cancellationToken);
            return workers;
        }
        catch
        {
            await workers.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> AllThereAsync(CampaignStore campaigns, List<Process> processes, CancellationToken cancellationToken)
    {
        var there = (await campaigns.WorkersAsync(cancellationToken)).Where(worker => worker.LeftAt is null).Select(worker => worker.ProcessId).ToHashSet();
        return processes.All(process => there.Contains(process.Id));
    }

    // Asks what costs least: the looking must not be what is measured.
    private static async Task<long> UntilEndedAsync(RunStore store, IReadOnlyList<Process> processes, CancellationToken cancellationToken)
    {
        for (var peak = 0L; ;)
        {
            foreach (var process in processes)
            {
                process.Refresh();
                if (process.HasExited) throw new InvalidOperationException($"A worker of the benchmark ended with exit code {process.ExitCode}.");
                peak = Math.Max(peak, process.WorkingSet64);
            }
            if ((await store.OpenCampaignsAsync(cancellationToken)).Count == 0) return peak;
            await Task.Delay(200, cancellationToken);
        }
    }

    private sealed record Workers(IReadOnlyList<Process> Processes, Func<ValueTask> Stop) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Stop();
    }
}
