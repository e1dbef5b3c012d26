using System.Globalization;

namespace Foldline.Network.Profiling;

/// <summary>
/// The memory that Linux control groups still allow this process: what a container or a batch system may limit it to, which /proc/meminfo knows nothing of. Whoever goes
/// over it is killed, not told.
/// </summary>
public static class ControlGroup
{
    private sealed record Names(string Limit, string Used, string PageCache);

    private static readonly Names Unified = new("memory.max", "memory.current", "inactive_file"),
        Separate = new("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");

    /// <summary>Bytes that may still be taken, the page cache that would make room counted as free; <c>null</c> where nothing is limited.</summary>
    /// <param name="membership">The file that says which groups a process is in.</param>
    /// <param name="mount">Where the groups are mounted.</param>
    public static long? Free(string membership = "/proc/self/cgroup", string mount = "/sys/fs/cgroup")
    {
        if (!File.Exists(membership)) return null;
        foreach (var line in File.ReadAllLines(membership))
        {
            string[] parts = line.Split(':', 3);                               // number, controllers (none in the unified hierarchy), path
            if (parts.Length < 3) continue;
            if (parts[1].Length == 0 && Least(mount, parts[2], Unified) is { } unified) return unified;
            if (parts[1].Split(',').Contains("memory") && Least(Path.Combine(mount, "memory"), parts[2], Separate) is { } separate) return separate;
        }
        return null;
    }

    /// <summary>A group is bound by all groups above it. In a container the path may not exist; what is mounted there is then the group itself.</summary>
    private static long? Least(string root, string path, Names names)
    {
        long? least = null;
        for (string? group = path.Trim('/'); group is not null; group = group.Length == 0 ? null : Path.GetDirectoryName(group) ?? "")
        {
            if (Left(Path.Combine(root, group), names) is { } left && !(least <= left)) least = left;
        }
        return least;
    }

    private static long? Left(string group, Names names)
    {
        if (Number(Path.Combine(group, names.Limit)) is not { } limit || Number(Path.Combine(group, names.Used)) is not { } used) return null;
        return Math.Max(0, limit - used + Math.Min(used, PageCache(Path.Combine(group, "memory.stat"), names.PageCache)));
    }

    private static long? Number(string file) =>
        File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static long PageCache(string file, string key)
    {
        if (!File.Exists(file)) return 0;
        var line = File.ReadLines(file).FirstOrDefault(text => text.StartsWith(key + " ", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(key.Length + 1), CultureInfo.InvariantCulture);
    }
}
