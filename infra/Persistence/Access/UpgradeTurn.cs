namespace Foldline.Persistence.Access;

/// <summary>The right to upgrade a SQLite file, shared with the upgrade of the state: the system takes it back when the process ends, however it ends.</summary>
internal static class UpgradeTurn
{
    public static async Task<FileStream> TakeAsync(string file, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file + ".upgrade", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(file + ".upgrade"))
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }
}
