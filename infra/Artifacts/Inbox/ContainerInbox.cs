using Azure.Core;
using Azure.Storage.Blobs;

namespace Foldline.Artifacts;

/// <summary>A container of Azure Blob Storage as an inbox; every blob in it is a file, a slash in its name is part of the name.</summary>
/// <param name="address">Container, account and right; the right to list and read is enough.</param>
/// <param name="time">The clock that repetitions go by.</param>
internal sealed class ContainerInbox(AzureBlobAddress address, TimeProvider time) : IInbox
{
    // Whoever looks again soon need not be patient.
    private static readonly AzureBlobOptions Hasty = new("") { GiveUpAfter = TimeSpan.FromSeconds(5), AnswerTimeout = TimeSpan.FromSeconds(20) };
    private readonly BlobCalls _calls = new(address, Hasty, time);
    private readonly BlobContainerClient _container =
        address.Connect(new BlobClientOptions { Retry = { MaxRetries = 0, Mode = RetryMode.Fixed, NetworkTimeout = Hasty.AnswerTimeout } });

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InboxFile>> ListAsync(CancellationToken cancellationToken) => await _calls.RunAsync(async token =>
    {
        var files = new List<InboxFile>();
        await foreach (var blob in _container.GetBlobsAsync(cancellationToken: token))
            files.Add(new InboxFile(blob.Name, blob.Properties.ContentLength ?? 0, $"{blob.Properties.ETag}"));
        return files;
    }, cancellationToken);

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(InboxFile file, CancellationToken cancellationToken) => await _calls.RunAsync(async token =>
    {
        var content = new MemoryStream();
        await _container.GetBlobClient(file.Name).DownloadToAsync(content, token);
        content.Position = 0;
        return content;
    }, cancellationToken);
}
