using System.CommandLine;
using Foldline.Cli.Bench;
using Foldline.Cli.Running;
using Foldline.Cli.Terminal;
using Foldline.Network.Devices;
using Foldline.Sequences;

namespace Foldline.Cli.Commands;

/// <summary><c>foldline bench</c>: measures a part of the work and prints one JSON object per result.</summary>
public static class BenchCommand
{
    private static readonly BenchOptions Defaults = new();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen)
    {
        var name = new Argument<string>("NAME") { Description = string.Join("\n", Benchmarks.All.Select(benchmark => $"{benchmark.Name}: {benchmark.Description}")) };
        var tokens = new Option<long>("--tokens") { Description = "Tokens.", HelpName = "N", DefaultValueFactory = _ => Defaults.Tokens };
        var samples = new Option<int>("--samples") { Description = "Structures denoised together.", HelpName = "K", DefaultValueFactory = _ => Defaults.Samples };
        var rows = new Option<long>("--rows") { Description = "Rows of the alignment.", HelpName = "N", DefaultValueFactory = _ => Defaults.Rows };
        var atoms = new Option<long?>("--atoms") { Description = "Atoms; default: eight per token.", HelpName = "N" };
        var steps = new Option<int?>("--steps") { Description = "Denoising steps; default: the model's own.", HelpName = "N" };
        var cycles = new Option<int?>("--cycles") { Description = "Recycles; default: the model's own.", HelpName = "N" };
        var repeats = new Option<int>("--repeats") { Description = "Repeats, after a warm-up.", HelpName = "R", DefaultValueFactory = _ => Defaults.Repeats };
        var dtype = new Option<string>("--dtype") { Description = "fp32 or bf16.", HelpName = "T", DefaultValueFactory = _ => "fp32" };
        var device = new Option<string>("--device") { Description = "cpu, cuda[:n] or npu[:n].", HelpName = "D", DefaultValueFactory = _ => "cpu" };
        var model = new Option<string>("--model") { Description = "The model whose sizes are taken.", HelpName = "NAME", DefaultValueFactory = _ => Defaults.Model };
        var alone = new Option<bool>("--no-baseline") { Description = "Leave out the plain path that results are compared with." };
        var memory = MemoryOption.For("Memory that plans may use; default: what is free. 'train-memory': what the longest plain crop may fill.");
        var trace = new Option<string?>("--profile") { Description = "Where 'profile' writes its timeline (Chrome trace).", HelpName = "FILE" };
        var instances = new Option<int?>("--instances") { Description = "Targets of the campaign of 'runtime'.", HelpName = "N" };
        var database = new Option<string?>("--db") { Description = "postgres:CONNECTION for 'runtime'; default: a SQLite file of its own.", HelpName = "WHERE" };
        var data = new Option<string?>("--data") { Description = "A folder for the worker processes of 'runtime'.", HelpName = "DIR" };
        var command = new Command("bench", "Measures a part of the work; one JSON object per result.")
        {
            name, tokens, samples, rows, atoms, steps, cycles, repeats, dtype, device, model, alone, memory, trace, instances, database, data,
        };
        command.SetAction((line, cancellationToken) =>
        {
            var options = new BenchOptions
            {
                Tokens = Positive("--tokens", line.GetValue(tokens)),
                Samples = (int)Positive("--samples", line.GetValue(samples)),
                Rows = Positive("--rows", line.GetValue(rows)),
                Atoms = line.GetValue(atoms) is { } count ? Positive("--atoms", count) : null,
                Steps = line.GetValue(steps) is { } number ? (int)Positive("--steps", number) : null,
                Cycles = line.GetValue(cycles) is { } recycles ? (int)Positive("--cycles", recycles) : null,
                Repeats = (int)Positive("--repeats", line.GetValue(repeats)),
                Dtype = Types.Parse(line.GetValue(dtype)!),
                Device = DeviceSpec.Parse(line.GetValue(device)!),
                Model = line.GetValue(model)!,
                Compare = !line.GetValue(alone),
                MemoryLimit = MemoryOption.Bytes(line.GetValue(memory)),
                TraceFile = line.GetValue(trace),
                Instances = line.GetValue(instances) is { } targets ? (int)Positive("--instances", targets) : null,
                Database = line.GetValue(database),
                DataFolder = line.GetValue(data),
            };
            var benchmark = Benchmarks.Get(line.GetValue(name)!);
            Networks.Device(options.Device.ToString());
            foreach (var result in benchmark.Run(options, cancellationToken)) screen.JsonLine(result);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static long Positive(string option, long value) => value > 0 ? value : throw new InputException($"{option} {value}: give a whole number above 0.");
}
