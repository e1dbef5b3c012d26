namespace Foldline.Search;

/// <summary>
/// The temporary folder of one search, under a root the user chose; gone when disposed. A lock file tells a living search from what a killed process left behind:
/// the system drops the lock with the process.
/// </summary>
internal sealed class SearchWorkspace : IAsyncDisposable
{
    private const string Prefix = "search-";
    private const string LockName = "owner.lock";
    private readonly FileStream _lock;

    private SearchWorkspace(string folder, FileStream owner) => (Folder, _lock) = (folder, owner);

    /// <summary>The folder's absolute path.</summary>
    public string Folder { get; }

    /// <summary>The query as FASTA.</summary>
    public string Query => Path.Combine(Folder, "query.fasta");

    /// <summary>The program's alignment.</summary>
    public string Output => Path.Combine(Folder, "output.sto");

    /// <summary>The program's table of hits.</summary>
    public string Table => Path.Combine(Folder, "hits.txt");

    /// <summary>Makes a new folder under the root and removes those of dead processes.</summary>
    public static SearchWorkspace Create(string root)
    {
        var folder = Path.Combine(Path.GetFullPath(root), $"{Prefix}{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        var workspace = new SearchWorkspace(folder, new FileStream(Path.Combine(folder, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
        // Some network shares grant every lock; there nothing can be told dead, and nothing is swept.
        if (!CanLock(folder)) SweepAbandoned(root);
        return workspace;
    }

    /// <summary>Removes the folder with all it holds.</summary>
    public async ValueTask DisposeAsync()
    {
        await _lock.DisposeAsync().ConfigureAwait(false);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(Folder, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (IOException) when (attempt < 5)
            {
                // A program that was just killed may still be closing a file, or write one more.
                await Task.Delay(50).ConfigureAwait(false);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    /// <summary>Removes folders whose owner is dead, and ends the searches those owners left running.</summary>
    private static void SweepAbandoned(string root)
    {
        foreach (var folder in Directory.EnumerateDirectories(root, Prefix + "*").Where(CanLock))
        {
            try
            {
                ProcessGroup.KillByArgument(folder);
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Another process swept it first, or it belongs to another user.
            }
        }
    }

    private static bool CanLock(string folder)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
