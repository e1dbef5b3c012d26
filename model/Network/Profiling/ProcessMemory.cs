using System.Diagnostics;
using System.Globalization;

namespace Foldline.Network.Profiling;

/// <summary>The memory of this process as the system sees it, in bytes; everything counts, not tensors alone.</summary>
public static class ProcessMemory
{
    private const string Status = "/proc/self/status", ResetFile = "/proc/self/clear_refs", ResetPeakCommand = "5";

    /// <summary>Bytes resident now.</summary>
    public static long Resident => Read("VmRSS:") ?? Process.GetCurrentProcess().WorkingSet64;

    /// <summary>The most bytes ever resident, since the process began or <see cref="TryResetPeak"/>.</summary>
    public static long PeakResident => Read("VmHWM:") ?? Process.GetCurrentProcess().PeakWorkingSet64;

    /// <summary>Bytes that the system could still give, without swapping, within what <see cref="ControlGroup"/> allows.</summary>
    public static long Available =>
        Math.Min(ReadFrom("/proc/meminfo", "MemAvailable:") ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, ControlGroup.Free() ?? long.MaxValue);

    /// <summary>Lets <see cref="PeakResident"/> begin again at what is resident now. Says <c>false</c> where the system does not allow it.</summary>
    public static bool TryResetPeak()
    {
        try
        {
            File.WriteAllText(ResetFile, ResetPeakCommand);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long? Read(string key) => ReadFrom(Status, key);

    private static long? ReadFrom(string file, string key)
    {
        if (!File.Exists(file)) return null;
        foreach (var line in File.ReadLines(file))
        {
            if (!line.StartsWith(key, StringComparison.Ordinal)) continue;
            var digits = line.AsSpan(key.Length).Trim();
            return 1024 * long.Parse(digits[..digits.IndexOf(' ')], CultureInfo.InvariantCulture);
        }
        return null;
    }
}
