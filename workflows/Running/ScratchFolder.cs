namespace Foldline.Workflows;

/// <summary>
/// A process's own folder for temporary files, below one that several processes may share. A lock that ends with its process tells which folders are in use;
/// what dead processes left is removed when another begins.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string LockSuffix = ".lock";
    private readonly FileStream _lock;

    /// <summary>Takes a folder of its own and removes those nobody holds.</summary>
    /// <param name="shared">The folder for all processes; made where it is missing.</param>
    public ScratchFolder(string shared)
    {
        Directory.CreateDirectory(shared);
        Place = Path.Combine(Path.GetFullPath(shared), Guid.NewGuid().ToString("N"));
        // The lock lies beside its folder and comes first: a folder without a held lock is nobody's.
        _lock = new FileStream(Place + LockSuffix, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Directory.CreateDirectory(Place);
        Sweep(shared);
    }

    /// <summary>The folder.</summary>
    public string Place { get; }

    /// <summary>Where the files of one attempt lie; nothing is there yet.</summary>
    public string Of(long instance, int frame, int number) => Path.Combine(Place, $"{instance}-{frame}-{number}");

    /// <summary>Removes the folder and gives its lock back.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(Place)) Directory.Delete(Place, recursive: true);
            File.Delete(Place + LockSuffix);
        }
        catch (IOException)
        {
            // An activity that did not stop in time still writes here; the next process that begins sweeps it up.
        }
        _lock.Dispose();
    }

    private static void Sweep(string shared)
    {
        foreach (var folder in Directory.EnumerateDirectories(shared).ToList())
        {
            try
            {
                using (new FileStream(folder + LockSuffix, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
                {
                    Directory.Delete(folder, recursive: true);
                    File.Delete(folder + LockSuffix);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Held by a living process, or being removed by another that begins: theirs to care for.
            }
        }
    }
}
