using System.Globalization;

namespace Foldline.Search;

/// <summary>How far a program has read a file, from Linux's /proc: HMMER itself says nothing before the end.</summary>
internal static class ProcessProgress
{
    /// <summary>The read position of the process in the file as a part of the file's size; <c>null</c> where the system does not tell.</summary>
    public static double? FractionRead(int process, string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            var size = new FileInfo(path).Length;
            if (size == 0) return null;
            foreach (var descriptor in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd"))
            {
                if (File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName != path) continue;
                var line = File.ReadLines($"/proc/{process}/fdinfo/{Path.GetFileName(descriptor)}").First();
                return line.StartsWith("pos:", StringComparison.Ordinal) && long.TryParse(line.AsSpan(4).Trim(), CultureInfo.InvariantCulture, out var position)
                    ? Math.Clamp(position / (double)size, 0, 1)
                    : null;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // The process ended while we looked, or belongs to another user.
        }
        return null;
    }
}
