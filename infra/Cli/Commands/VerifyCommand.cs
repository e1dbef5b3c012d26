using System.CommandLine;
using Foldline.Cli.Terminal;
using Foldline.Cli.Verification;
using Foldline.Sequences;
using static System.FormattableString;

namespace Foldline.Cli.Commands;

/// <summary><c>foldline verify</c>: replays reference cases through the product's own code; one line for each.</summary>
public static class VerifyCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen)
    {
        var files = new Argument<string[]>("FILE") { Description = "Reference cases (.safetensors), or folders of them.", Arity = ArgumentArity.OneOrMore };
        var device = new Option<string>("--device") { Description = "cpu, cuda[:n] or npu[:n].", HelpName = "D", DefaultValueFactory = _ => "cpu" };
        var dtype = new Option<string>("--dtype") { Description = "fp32 or bf16.", HelpName = "T", DefaultValueFactory = _ => "fp32" };
        var json = new Option<bool>("--json") { Description = "One JSON object for each case." };
        var command = new Command("verify", "Replays reference cases through this network: name, largest difference, tolerance, ok or FAIL.") { files, device, dtype, json };
        command.SetAction((line, cancellationToken) => Task.FromResult(
            Run(screen, line.GetValue(files)!, line.GetValue(device)!, line.GetValue(dtype)!, line.GetValue(json), cancellationToken)));
        return command;
    }

    private static int Run(Screen screen, string[] inputs, string device, string dtype, bool json, CancellationToken cancellationToken)
    {
        var paths = inputs.SelectMany(Files).ToList();
        var cases = new CaseVerifier(device, dtype);
        int failed = 0, skipped = 0;
        foreach (var path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = cases.Verify(path);
            if (result.Verdict == CaseVerdict.Fail) failed++;
            if (result.Verdict == CaseVerdict.Skipped) skipped++;
            if (json) screen.JsonLine(result);
            else screen.Line(Line(result));
        }
        if (!json) screen.Line($"{paths.Count - failed - skipped} ok, {failed} failed, {skipped} skipped");
        return failed > 0 ? ExitCode.SomeFailed : ExitCode.Success;
    }

    private static string Line(CaseLine result)
    {
        var note = result.Reason is { } reason ? $": {reason}" : "";
        return result.Verdict switch
        {
            CaseVerdict.Ok => Invariant($"{result.Name,-48} {result.Difference,-10:E2} {result.Tolerance,-10:E2} ok{note}"),
            CaseVerdict.Skipped => $"{result.Name,-48} {"",-10} {"",-10} skipped{note}",
            _ when result.Difference is null => $"{result.Name,-48} {"",-10} {"",-10} FAIL{note}",
            _ => Invariant($"{result.Name,-48} {result.Difference,-10:E2} {result.Tolerance,-10:E2} FAIL at {result.Worst}{note}"),
        };
    }

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new InputException($"{path} does not exist.");
        var files = Directory.EnumerateFiles(path, "*.safetensors").Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new InputException($"{path} holds no .safetensors file.");
    }
}
