using System.CommandLine;
using Foldline.Cli.Diagnosis;
using Foldline.Cli.Running;
using Foldline.Cli.Terminal;

namespace Foldline.Cli.Commands;

/// <summary><c>foldline doctor</c>: what this machine has, what it lacks, and how to get it.</summary>
public static class DoctorCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen)
    {
        var data = new Option<string?>("--data") { Description = "The folder of state and caches to look at; default: $FOLDLINE_DATA, else foldline-data.", HelpName = "DIR" };
        var device = new Option<string[]>("--device") { Description = "Also look for this device: cuda[:n] or npu[:n].", HelpName = "D" };
        var json = new Option<bool>("--json") { Description = "One JSON object for each finding." };
        var command = new Command("doctor", "Says what this machine has, what it lacks, and how to get it.") { data, device, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            var findings = await Checkup.RunAsync(DataFolder.Resolve(line.GetValue(data)), line.GetValue(device) ?? [], cancellationToken);
            foreach (var finding in findings)
            {
                if (line.GetValue(json)) screen.JsonLine(finding);
                else screen.Line($"{(finding.IsOk ? "ok     " : finding.IsNeeded ? "LACKING" : "without")} {finding.What,-22} {finding.Says}");
            }
            return findings.Any(finding => !finding.IsOk && finding.IsNeeded) ? ExitCode.MachineLacks : ExitCode.Success;
        });
        return command;
    }
}
