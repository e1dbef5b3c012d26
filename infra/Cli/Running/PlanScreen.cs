using System.Globalization;
using Foldline.Cli.Display;
using Foldline.Cli.Terminal;
using Foldline.Network.Planning;
using Foldline.Network.Profiling;
using Foldline.Search;
using Foldline.Sequences;
using Spectre.Console;

namespace Foldline.Cli.Running;

/// <summary><c>--plan</c>: what a run would do and cost. Nothing is searched, folded or written.</summary>
public static class PlanScreen
{
    private const int MostRows = 40;

    // Rows an alignment is assumed to have before it is known; a deep one costs more in the MSA module only.
    private const int AssumedMsaRows = 1000;

    private sealed record Line(Target Target, int Tokens, int Seeds, Workload Load, CostEstimate Cost, MemoryPlan Memory);

    /// <summary>Prints the plan and returns the exit code: 0 if all of it fits this machine, 4 if a target does not.</summary>
    public static Task<int> PrintAsync(Screen screen, RunSettings settings, TargetBatch batch, ModelChoice model, TargetCheck check, CancellationToken cancellationToken)
    {
        var rate = MatmulRate.Measure(size: 1024, repeats: 5);
        var lines = new List<Line>();
        foreach (var target in batch.Targets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var seeds = target.Seeds.IsEmpty ? settings.Seeds.Length : target.Seeds.Length;
            var tokens = check.Tokens(target);
            var load = new Workload
            {
                Tokens = tokens, MsaRows = settings.UseMsa ? AssumedMsaRows : 1, Cycles = settings.Cycles, Steps = settings.Steps, Samples = settings.Samples, Seeds = seeds,
                Dtype = Networks.Dtype(settings.Dtype),
            };
            lines.Add(new Line(target, tokens, seeds, load, CostEstimate.For(model.Network, load, rate, settings.Memory), MemoryPlan.For(model.Network, load, settings.Memory)));
        }
        var sequences = Searched(settings, batch);
        var databases = settings.Databases.IsEmpty ? [BundledDatabase.Name] : settings.Databases.Select(database => database.Name).ToArray();
        var searches = sequences.Count * (settings.Databases.IsEmpty ? 1 : settings.Databases.Sum(database => database.Parts.Length));
        var total = TimeSpan.FromSeconds(lines.Sum(line => line.Cost.Time.TotalSeconds));
        if (settings.Json)
        {
            foreach (var line in lines)
                screen.JsonLine(new
                {
                    Target = line.Target.Name, line.Tokens, line.Seeds, settings.Samples, Gflop = Math.Round(line.Cost.Gflop), Seconds = Math.Round(line.Cost.Time.TotalSeconds, 1),
                    SecondsFrom = Math.Round(line.Cost.Fastest.TotalSeconds, 1), SecondsTo = Math.Round(line.Cost.Slowest.TotalSeconds, 1),
                    PeakMb = Math.Round(line.Memory.PeakBytes / 1e6), line.Memory.Rung, line.Memory.Fits,
                });
            screen.JsonLine(new { Targets = lines.Count, UniqueSearches = searches, Seconds = Math.Round(total.TotalSeconds), Model = model.Network.Name, Weights = model.Provenance.WeightsLabel });
        }
        else Print(screen, settings, model, lines, sequences.Count, databases, searches, total);
        foreach (var line in lines.Where(line => !line.Memory.Fits))
            screen.Fail($"{line.Target.Name}: {line.Tokens} tokens need about {line.Memory.PeakBytes / 1e9:0.0} GB even in small pieces; {(settings.Memory is null ? "this machine has" : "--memory-gb leaves")} {line.Memory.AvailableBytes / 1e9:0.0} GB{(settings.Memory is null ? " free" : "")}.");
        return Task.FromResult(lines.Any(line => !line.Memory.Fits) ? ExitCode.MachineLacks : ExitCode.Success);
    }

    private static HashSet<string> Searched(RunSettings settings, TargetBatch batch) => !settings.UseMsa ? [] :
        [.. from target in batch.Targets
            from entity in target.Entities
            where entity.Kind == EntityKind.Protein && (entity.Alignments.Unpaired is null || entity.Alignments.Paired is null) && AlignmentSearch.IsSearchable(entity.Sequence)
            select entity.Sequence];

    private static void Print(Screen screen, RunSettings settings, ModelChoice model, List<Line> lines, int sequences, string[] databases, int searches, TimeSpan total)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (name, right) in new[] { ("target", false), ("tokens", true), ("seeds × samples", true), ("Tflop", true), ("time", true), ("peak memory", true) })
            table.AddColumn(new TableColumn(name) { Alignment = right ? Justify.Right : Justify.Left, NoWrap = true });
        foreach (var line in lines.Take(MostRows))
            table.AddRow(new Text(line.Target.Name), new Text($"{line.Tokens}"), new Text($"{line.Seeds} × {settings.Samples}"),
                new Text((line.Cost.Gflop / 1000).ToString("0.00", CultureInfo.InvariantCulture)), new Text(Range(line.Cost.Fastest, line.Cost.Slowest)),
                new Text((line.Memory.PeakBytes / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + " GB"));
        screen.Output.Write(table);
        if (lines.Count > MostRows) screen.Line($"… and {lines.Count - MostRows} more targets");
        screen.Line($"model     {model.Network.Name}{(model.Provenance.WeightsLabel.Length > 0 ? $" ({model.Provenance.WeightsLabel} weights)" : "")}, {settings.Device}, {settings.Dtype}");
        screen.Line($"searches  {searches}: {sequences} distinct sequences × {databases.Length} databases ({string.Join(", ", databases)}); those done before are taken from the cache");
        screen.Line($"network   {Range(total / CostEstimate.Spread, total * CostEstimate.Spread)} in all at the rate this machine multiplies at now, alignments of {AssumedMsaRows} rows assumed");
        screen.Line("Nothing was started.");
    }

    private static string Range(TimeSpan least, TimeSpan most) => $"{Stage.Time(least)} to {Stage.Time(most)}";
}
