namespace Foldline.Artifacts;

/// <summary>A local folder as an inbox. Files that begin with a dot, and files written within the last seconds, are not there yet.</summary>
/// <param name="folder">The folder; it need not exist.</param>
/// <param name="time">The clock.</param>
internal sealed class FolderInbox(string folder, TimeProvider time) : IInbox
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Task<IReadOnlyList<InboxFile>> ListAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return Task.FromResult<IReadOnlyList<InboxFile>>([]);
        var whole = time.GetUtcNow().UtcDateTime - Settled;
        try
        {
            return Task.FromResult<IReadOnlyList<InboxFile>>([.. new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Name[0] != '.' && file.LastWriteTimeUtc <= whole)
                .OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new InboxFile(file.Name, file.Length, $"{file.LastWriteTimeUtc.Ticks}-{file.Length}"))]);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new IOException($"The folder {folder} cannot be read: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(InboxFile file, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(Path.Combine(folder, file.Name), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous));
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new IOException($"{file.Name} in {folder} cannot be read: {fault.Message}", fault);
        }
    }
}
