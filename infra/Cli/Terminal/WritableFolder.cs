using Foldline.Artifacts;

namespace Foldline.Cli.Terminal;

/// <summary>Finds out whether a folder can be written, and leaves nothing behind: a command that will not start must not leave folders.</summary>
public static class WritableFolder
{
    private const int ProbeBytes = 4096;                    // a block: an empty file fits on a disk that is full

    /// <summary>Writes and removes a small file in the folder or, where it does not exist yet, in the nearest one above it.</summary>
    /// <param name="path">The folder; a full path.</param>
    /// <param name="option">What the user wrote to name it, for the message.</param>
    /// <returns>The folder that was probed.</returns>
    /// <exception cref="MachineLacksException">It cannot be written.</exception>
    public static string Require(string path, string option)
    {
        var existing = Existing(path);
        if (File.Exists(existing)) throw new MachineLacksException($"{option} {path} cannot be made: {existing} is a file. Name another folder.");
        try
        {
            var probe = Path.Combine(existing, $".foldline-probe-{Guid.NewGuid():N}");
            using (var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                file.Write(new byte[ProbeBytes]);
                file.Flush(flushToDisk: true);
            }
            return existing;
        }
        catch (IOException full) when (StorageFullException.Means(full))
        {
            throw new MachineLacksException($"{option} {path} cannot be written: the disk is full. Free some space, or name a folder on another disk.", full);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new MachineLacksException($"{option} {path} cannot be written: {Sentence(fault.Message)} Name a folder you may write to.", fault);
        }
    }

    private static string Existing(string path)
    {
        while (!Directory.Exists(path) && !File.Exists(path)) path = Path.GetDirectoryName(path) ?? "/";
        return path;
    }

    private static string Sentence(string text) => text.TrimEnd().EndsWith('.') ? text.Trim() : text.Trim() + ".";
}
