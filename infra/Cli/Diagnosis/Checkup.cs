using System.Runtime.InteropServices;
using Foldline.Cli.Terminal;
using Foldline.Cli.Running;
using Foldline.Network.Devices;
using Foldline.Search;
using Foldline.Sequences;
using TorchSharp;

namespace Foldline.Cli.Diagnosis;

/// <summary>Looks at everything a run depends on, one finding each; a thing that is missing never hides the next.</summary>
public static class Checkup
{
    private const long LittleDisk = 5L << 30;

    /// <summary>All findings, in the order a run would meet them.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(string dataFolder, IReadOnlyList<string> devices, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>
        {
            new("foldline", true, true, ProductVersion.Text),
            new("runtime", true, true, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors"),
            await HmmerAsync(cancellationToken),
        };
        var torch = Libtorch();
        findings.Add(torch);
        if (torch.IsOk)
            foreach (var name in new[] { "cpu", "cuda", "npu" }.Concat(devices).Distinct(StringComparer.OrdinalIgnoreCase)) findings.Add(Device(name, devices.Contains(name)));
        findings.Add(Memory());
        findings.Add(Data(dataFolder));
        return findings;
    }

    private static async Task<Finding> HmmerAsync(CancellationToken cancellationToken)
    {
        try
        {
            var installation = await HmmerInstallation.FindAsync(cancellationToken: cancellationToken);
            return new Finding("HMMER", true, true, $"{installation.Label} at {installation.Jackhmmer}");
        }
        catch (SearchException missing)
        {
            return new Finding("HMMER", false, true, $"{missing.Message} Without it only --no-msa works.");
        }
    }

    private static Finding Libtorch()
    {
        var folder = Environment.GetEnvironmentVariable(TorchRuntime.FolderVariable);
        var origin = string.IsNullOrEmpty(folder) ? $"bundled; another build is used when {TorchRuntime.FolderVariable} names its folder" : $"from {TorchRuntime.FolderVariable}={folder}";
        try
        {
            TorchRuntime.Load();
            using var probe = torch.ones(2, 2).matmul(torch.ones(2, 2));
            return new Finding("libtorch", true, true, $"TorchSharp {typeof(torch).Assembly.GetName().Version}, {torch.get_num_threads()} threads, {origin}");
        }
        catch (Exception fault) when (fault is InputException or DllNotFoundException or TypeInitializationException or NotSupportedException or ExternalException)
        {
            return new Finding("libtorch", false, true, $"does not load ({origin}): {(fault.InnerException ?? fault).Message}");
        }
    }

    private static Finding Device(string name, bool isAsked)
    {
        try
        {
            Networks.Device(name);
            return new Finding($"device {name}", true, isAsked, "answers");
        }
        catch (Exception missing) when (missing is MachineLacksException or InputException)
        {
            return new Finding($"device {name}", false, isAsked, missing.Message);
        }
    }

    private static Finding Memory()
    {
        var memory = GC.GetGCMemoryInfo();
        return new Finding("memory", true, true, $"{memory.TotalAvailableMemoryBytes / 1e9:0.0} GB in all; 'foldline run --plan' says what a target needs");
    }

    private static Finding Data(string folder)
    {
        try
        {
            var free = new DriveInfo(WritableFolder.Require(folder, "data folder")).AvailableFreeSpace;
            var says = $"{folder} can be written, {free / 1e9:0.0} GB free";
            return new Finding("data folder", free > LittleDisk, false, free > LittleDisk ? says : $"{says}: little for large searches; choose another disk with --data");
        }
        catch (MachineLacksException fault)
        {
            return new Finding("data folder", false, true, $"{fault.Message} Choose another with --data.");
        }
    }
}
