using System.Runtime.InteropServices;
using System.Text;

namespace Foldline.Search;

/// <summary>Process groups on Linux: a program started through <c>setsid</c> leads a group of its own, and one signal reaches all it started.</summary>
internal static partial class ProcessGroup
{
    private const int SigKill = 9;

    /// <summary>The path of <c>setsid</c> (util-linux, part of every Debian), or <c>null</c> where there is none.</summary>
    public static string? Setsid { get; } = OperatingSystem.IsLinux() ? new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists) : null;

    /// <summary>Kills the group a process leads; nothing happens when it is gone.</summary>
    public static void Kill(int leader)
    {
        if (Setsid is not null && leader > 1) _ = SendSignal(-leader, SigKill);
    }

    /// <summary>Kills the groups led by processes that have a text among their arguments: searches whose parent died.</summary>
    public static void KillByArgument(string text)
    {
        if (Setsid is null) return;
        var needle = Encoding.UTF8.GetBytes(text);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            try
            {
                if (File.ReadAllBytes(Path.Combine(folder, "cmdline")).AsSpan().IndexOf(needle) >= 0 && Session(id) == id) Kill(id);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // The process ended while we looked, or belongs to somebody else.
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "getsid", SetLastError = true)]
    private static partial int Session(int process);
}
