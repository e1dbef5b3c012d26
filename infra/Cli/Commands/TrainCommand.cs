using System.CommandLine;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Cli.Running;
using Foldline.Cli.Terminal;
using Foldline.Network.Devices;
using Foldline.Sequences;
using Foldline.Training.Data;
using Foldline.Training.Runs;
using Foldline.Training.Sampling;
using static System.FormattableString;

namespace Foldline.Cli.Commands;

/// <summary><c>foldline train</c>: trains a network as a configuration file says; the same command again continues from the last checkpoint, to the bit.</summary>
public static class TrainCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen, TimeProvider time)
    {
        var config = new Argument<string>("CONFIG") { Description = "The training configuration (JSON); paths in it are relative to it." };
        var output = new Option<string>("--out", "-o") { Description = "The folder of checkpoints and curves; one that holds a run is continued.", HelpName = "DIR", Required = true };
        var threads = new Option<int?>("--threads") { Description = "Threads an operation may use; default: all.", HelpName = "N" };
        var device = new Option<string>("--device") { Description = "cpu, cuda[:n] or npu[:n].", HelpName = "D", DefaultValueFactory = _ => "cpu" };
        var data = new Option<string?>("--data") { Description = "State, artifacts and caches shared by all runs; default: $FOLDLINE_DATA, else foldline-data.", HelpName = "DIR" };
        var command = new Command("train", "Trains a network; the same command again continues from the last checkpoint.") { config, output, device, threads, data };
        command.SetAction((line, cancellationToken) => Task.FromResult(
            Run(screen, time, line.GetValue(config)!, line.GetValue(output)!, line.GetValue(device)!, line.GetValue(threads), DataFolder.Resolve(line.GetValue(data)), cancellationToken)));
        return command;
    }

    private static int Run(Screen screen, TimeProvider time, string config, string output, string device, int? threads, string data, CancellationToken cancellationToken)
    {
        if (!File.Exists(config)) throw new InputException($"{config} does not exist.");
        if (threads < 1) throw new InputException($"--threads {threads}: give a whole number above 0.");
        TorchRuntime.Load();
        if (threads is { } count) TorchRuntime.UseThreads(count);
        var configuration = TrainingConfiguration.Load(config);
        IRowCache cache = configuration.Crops is null ? new NoRowCache()
            : new ArtifactRowCache(new FolderArtifactStore(Path.Combine(data, "blobs")), Path.Combine(data, "training-rows"));
        using var run = new TrainingRun(configuration, Path.GetDirectoryName(Path.GetFullPath(config))!, Path.GetFullPath(output), time, Networks.Device(device), cache,
            new SynchronousProgress<SampleFailure>(failure => screen.Say($"left out {failure.Row.Entry}: {failure.Reason}")));
        screen.Say(Invariant($"{configuration.Model}: {run.TrainedParameters:N0} parameters; step {run.Step} of {configuration.Steps}; {Path.GetFullPath(output)}"));
        if (run.ChangedSettings.Count > 0)
            screen.Say($"The steps before {run.Step} were made with other settings: {string.Join(", ", run.ChangedSettings)}. They hold from here on; use another --out for a run of its own.");
        if (configuration.Rollouts is { } rollouts)
            screen.Say(Invariant($"The structures to judge are sampled first, {(rollouts.Seeds + rollouts.HeldOutSeeds) * (rollouts.Ordinary + rollouts.Varied)} of each entry, and kept in {Path.Combine(output, "rollouts")}."));
        try
        {
            run.Run(new SynchronousProgress<StepRecord>(step => screen.Line(Step(step))), new SynchronousProgress<IReadOnlyList<EvaluationRow>>(rows => Show(screen, rows)), cancellationToken);
        }
        catch (TrainingFault fault)
        {
            screen.Fail(fault.Message);
            return ExitCode.SomeFailed;
        }
        return ExitCode.Success;
    }

    private static string Step(StepRecord step) =>
        Invariant($"{step.Step,7} {step.Entries,-12} {step.Tokens,4} tokens  loss {step.Loss,8:0.000}  |g| {step.GradientNorm,7:0.00}  lr {step.Rate:0.0e+0}  {step.Seconds:0.00} s");

    private static void Show(Screen screen, IReadOnlyList<EvaluationRow> rows)
    {
        foreach (var entry in rows.GroupBy(row => row.Entry))
            screen.Line(Invariant($"        {entry.Key}: lDDT {entry.Average(row => row.Lddt):0.000} mean, {entry.Max(row => row.Lddt):0.000} best of {entry.Count()}; RMSD {entry.Min(row => row.Rmsd):0.00} Å best{Ranks([.. entry])}"));
    }

    /// <summary>Whether the network's own scores rank the samples, where there are enough to say so.</summary>
    private static string Ranks(IReadOnlyCollection<EvaluationRow> entry) => entry.Count <= 5 ? ""
        : Invariant($"; against lDDT (Spearman) ranking score {RankingQuality.OfGroup(entry, row => row.Score):0.00}, pLDDT {RankingQuality.OfGroup(entry, row => row.Plddt):0.00}, both by kind of sample {RankingQuality.Of(entry):0.00}");
}
