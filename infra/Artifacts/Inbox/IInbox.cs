namespace Foldline.Artifacts;

/// <summary>A place where others leave files: a folder, or a container. It is only read.</summary>
public interface IInbox
{
    /// <summary>Time between two looks: a folder costs nothing, a container a request.</summary>
    TimeSpan Interval { get; }

    /// <summary>The files that are there whole, by name; none where the place does not exist on this machine.</summary>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="IOException">The place cannot be read.</exception>
    Task<IReadOnlyList<InboxFile>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The content of a file, at its start and seekable.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Stops the fetching.</param>
    /// <exception cref="IOException">It cannot be read, or is not there any more.</exception>
    Task<Stream> OpenAsync(InboxFile file, CancellationToken cancellationToken);
}
