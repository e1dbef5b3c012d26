using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Foldline.Artifacts;

/// <summary>
/// A blob read once from begin to end, a few blocks ahead, each block repeated on its own after a failure. The end is only reached when all that was read
/// hashes to the artifact's
/// name; whoever copies it elsewhere must take nothing as true before that.
/// </summary>
internal sealed class BlockDownload(
    BlobClient blob, BlobCalls calls, AzureBlobOptions options, ArtifactRef artifact, ETag version, CancellationToken cancellationToken) : Stream
{
    private readonly Queue<Task<byte[]>> _ahead = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private ReadOnlyMemory<byte> _block;
    private long _asked, _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => artifact.Length;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_block.IsEmpty) _block = await NextAsync(cancellationToken);
        var count = Math.Min(buffer.Length, _block.Length);
        _block[..count].CopyTo(buffer);
        _block = _block[count..];
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var task in _ahead) await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Release();
        GC.SuppressFinalize(this);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            Release();
        }
        base.Dispose(disposing);
    }

    private void Release()
    {
        _ahead.Clear();
        _hash.Dispose();
        _stop.Dispose();
    }

    private async Task<byte[]> NextAsync(CancellationToken cancellationToken)
    {
        while (_ahead.Count < options.ParallelBlocks && _asked < artifact.Length)
        {
            var (from, count) = (_asked, (int)Math.Min(options.BlockBytes, artifact.Length - _asked));
            _ahead.Enqueue(FetchAsync(from, count, _stop.Token));
            _asked += count;
        }
        if (_ahead.Count == 0)
        {
            var found = Convert.ToHexStringLower(_hash.GetCurrentHash());
            return found == artifact.Sha256 ? [] : throw new DamagedDownloadException(found);
        }
        var block = await _ahead.Peek().WaitAsync(cancellationToken);
        _ = _ahead.Dequeue();
        _hash.AppendData(block);
        return block;
    }

    private Task<byte[]> FetchAsync(long from, int count, CancellationToken stop) => calls.RunAsync(async token =>
    {
        var request = new BlobDownloadOptions { Range = new HttpRange(from, count), Conditions = new BlobRequestConditions { IfMatch = version } };
        using var answer = (await blob.DownloadStreamingAsync(request, token)).Value;
        var block = GC.AllocateUninitializedArray<byte>(count);
        await answer.Content.ReadExactlyAsync(block, token);
        return block;
    }, stop);
}
