using System.CommandLine;
using Foldline.Cli.Evaluation;
using Foldline.Cli.Running;
using Foldline.Cli.Terminal;
using Foldline.Sequences;
using static System.FormattableString;

namespace Foldline.Cli.Commands;

/// <summary><c>foldline evaluate</c>: compares what a run folded with experimental structures, and the network's own scores with the outcome.</summary>
public static class EvaluateCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen)
    {
        var runs = new Argument<string[]>("RUN") { Description = "Output folders of foldline run; several are taken together.", Arity = ArgumentArity.OneOrMore };
        var truth = new Option<string?>("--truth") { Description = "A folder of structures named like the targets (NAME.cif, NAME.cif.gz); default: the entries of the demonstration weights.", HelpName = "DIR" };
        var least = new Option<double?>("--least") { Description = "Exit with 3 where the best sample of a target, by its own ranking, has a smaller lDDT.", HelpName = "LDDT" };
        var csv = new Option<string?>("--csv") { Description = "Also write every sample as CSV.", HelpName = "FILE" };
        var command = new Command("evaluate", "Compares the structures of a run with experimental ones: lDDT, and how well the scores rank.") { runs, truth, least, csv };
        command.SetAction((line, cancellationToken) => Task.FromResult(
            Run(screen, line.GetValue(runs)!, line.GetValue(truth) ?? BundledWeights.Folder, line.GetValue(least), line.GetValue(csv), cancellationToken)));
        return command;
    }

    private static int Run(Screen screen, string[] runs, string truth, double? least, string? csv, CancellationToken cancellationToken)
    {
        var samples = runs.SelectMany(run => new FoldedRun(run).Compare(truth, cancellationToken)).ToList();
        if (samples.Count == 0) throw new InputException($"{string.Join(", ", runs)}: there is no target whose structure is in {truth}; name targets after the structures.");
        if (csv is not null) File.WriteAllText(csv, FoldedRun.ToCsv(samples));
        var reached = true;
        screen.Line("lDDT over all heavy atoms; best: the sample of each seed that ranks first by its own score");
        foreach (var target in samples.GroupBy(sample => sample.Target))
        {
            var best = FoldedRun.BestOfSeeds(target);
            reached &= least is null || best.Min(sample => sample.Lddt) >= least;
            screen.Line(Invariant($"{target.Key,-12} {best.Count} seeds, {target.Count()} samples, {target.First().Atoms} atoms: best {best.Average(s => s.Lddt):0.000} (worst seed {best.Min(s => s.Lddt):0.000}), all {target.Average(s => s.Lddt):0.000} ({target.Min(s => s.Lddt):0.000} to {target.Max(s => s.Lddt):0.000})"));
        }
        screen.Line("correlation with lDDT (p: share of random orders that reach it)");
        foreach (var target in samples.GroupBy(sample => sample.Target).Where(target => target.Count() > 2))
        {
            screen.Line($"{target.Key,-12} {Both(target, within: false)}");
            foreach (var kind in ByKind(target)) screen.Line($"  {kind.Key + " steps",-10} {Both(kind, within: false)}");
        }
        if (samples.Select(sample => sample.Target).Distinct().Count() > 1)
        {
            screen.Line($"{"within",-12} {Both(samples, within: true)}");
            screen.Line($"{"all",-12} {Both(samples, within: false)}");
        }
        return reached ? ExitCode.Success : ExitCode.SomeFailed;
    }

    /// <summary>The samples of one target by the sampler steps of their runs, where runs of several kinds are taken together.</summary>
    private static IEnumerable<IGrouping<int, SampleQuality>> ByKind(IEnumerable<SampleQuality> target)
    {
        var kinds = target.Where(sample => sample.Steps is not null).GroupBy(sample => sample.Steps!.Value).OrderBy(kind => kind.Key).ToList();
        return kinds.Count > 1 ? kinds.Where(kind => kind.Count() > 2) : [];
    }

    private static string Both(IEnumerable<SampleQuality> samples, bool within)
    {
        string Group(SampleQuality sample) => within ? sample.Target : "";
        string Told(Func<SampleQuality, double> score)
        {
            var (values, ranks) = (Correlation.Within(samples, Group, score, sample => sample.Lddt), Correlation.OfRanksWithin(samples, Group, score, sample => sample.Lddt));
            return Invariant($"{values.Coefficient:0.00} (p {values.Chance:0.0000}), by ranks {ranks.Coefficient:0.00} (p {ranks.Chance:0.0000})");
        }

        return Invariant($"{samples.Count()} samples: ranking score {Told(sample => sample.RankingScore)}; pLDDT {Told(sample => sample.Plddt)}");
    }
}
