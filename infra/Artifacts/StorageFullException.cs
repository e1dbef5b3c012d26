namespace Foldline.Artifacts;

/// <summary>The artifact could not be stored for want of room. Nothing of it was left behind.</summary>
/// <param name="place">The folder or container that is full.</param>
/// <param name="inner">What the system reported.</param>
public sealed class StorageFullException(string place, Exception inner)
    : IOException($"No space left in {place}. Free some space or choose another folder; what was stored before is intact.", inner)
{
    private const int NoSpace = 28, QuotaExceeded = 122;                          // ENOSPC, EDQUOT on Linux
    private const int DiskFull = unchecked((int)0x80070070), HandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether an I/O error of the system means that the device or the quota is full.</summary>
    public static bool Means(IOException error) => error is StorageFullException || error.HResult is NoSpace or QuotaExceeded or DiskFull or HandleDiskFull;
}
