using System.CommandLine;
using System.Globalization;
using Foldline.Cli.Terminal;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Cli.Commands;

/// <summary><c>foldline weights</c>: looks into checkpoints and converts them; code in a checkpoint is never run.</summary>
public static class WeightsCommand
{
    private const int MostDifferences = 5;

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen) => new("weights", "Looks into checkpoints and converts them.") { Show(screen), Convert(screen) };

    private static Command Show(Screen screen)
    {
        var file = new Argument<string>("FILE") { Description = "A checkpoint: .pt or .safetensors." };
        var tensors = new Option<bool>("--tensors") { Description = "List every tensor." };
        var command = new Command("show", "Lists what a checkpoint holds and which model it fits.") { file, tensors };
        command.SetAction(line =>
        {
            using var weights = WeightsFile.Open(line.GetValue(file)!);
            screen.Line($"{weights.Path}");
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"format      {weights.Format}, {weights.Bytes / 1048576.0:0.0} MB, sha256 {weights.Sha256}"));
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"tensors     {weights.Tensors.Count}, {weights.Parameters:N0} values"));
            foreach (var group in weights.Headers.GroupBy(header => header.Type)) screen.Line($"            {group.Count()} of {group.Key}");
            var summary = WeightsSummary.Of(weights);
            foreach (var model in summary.Fitting) screen.Line($"fits        {model}");
            if (summary.Fitting.Count == 0)
                screen.Line($"fits        none of the known models; closest is {summary.Models[0].Model}: {summary.Models[0].Difference.Describe(MostDifferences)}");
            if (line.GetValue(tensors))
                foreach (var header in weights.Headers) screen.Line($"{header.Name}\t{string.Join(',', header.Shape)}\t{header.Type}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Convert(Screen screen)
    {
        var file = new Argument<string>("FILE") { Description = "A checkpoint: .pt or .safetensors." };
        var target = new Option<string>("--out", "-o") { Description = "The .safetensors file to write.", HelpName = "FILE", Required = true };
        var dtype = new Option<string?>("--dtype") { Description = "Convert floating-point tensors to fp32, bf16 or fp16; default: as they are.", HelpName = "T" };
        var command = new Command("convert", "Writes a checkpoint as safetensors.") { file, target, dtype };
        command.SetAction(line =>
        {
            ElementType? type = line.GetValue(dtype) switch
            {
                null => null,
                "fp32" => ElementType.Float32,
                "bf16" => ElementType.BFloat16,
                "fp16" => ElementType.Float16,
                var other => throw new InputException($"--dtype {other}: use fp32, bf16 or fp16."),
            };
            using var weights = WeightsFile.Open(line.GetValue(file)!);
            WeightsConverter.Convert(weights, line.GetValue(target)!, type);
            screen.Line($"{line.GetValue(target)}: {weights.Tensors.Count} tensors");
            return ExitCode.Success;
        });
        return command;
    }
}
