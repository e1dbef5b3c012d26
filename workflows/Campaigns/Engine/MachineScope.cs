namespace Foldline.Workflows;

/// <summary>Tells whether a worker's process can be looked up from here: the same boot of the same machine, and the same view of its processes.</summary>
public static class MachineScope
{
    /// <summary>The scope of this process; empty where it cannot be told.</summary>
    public static string Current { get; } = Find();

    /// <summary>Whether the worker is known to be dead because its process is gone.</summary>
    public static bool IsGone(WorkerRecord worker) => Current.Length > 0 && worker.Offer.Scope == Current && !Directory.Exists($"/proc/{worker.ProcessId}");

    private static string Find()
    {
        try
        {
            return File.Exists("/proc/sys/kernel/random/boot_id")
                ? $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {new FileInfo("/proc/self/ns/pid").LinkTarget}" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
