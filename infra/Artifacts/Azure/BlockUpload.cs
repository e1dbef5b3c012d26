using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Foldline.Artifacts;

/// <summary>
/// Sends a file whose hash is known under a name that must be free. Each block carries a checksum that the service compares at receipt, the blocks are
/// hashed as they leave, and only when that
/// hash is the expected one are they committed, all at once: the name is absent or whole.
/// </summary>
internal sealed class BlockUpload(BlobContainerClient container, BlobCalls calls, AzureBlobOptions options)
{
    private const int LimitOfBlocks = 50_000, Rounds = 3;
    private static readonly UploadTransferValidationOptions Checked = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };
    private static readonly BlobRequestConditions Free = new() { IfNoneMatch = ETag.All };

    /// <summary>Whether this call filled the name; <c>false</c> where somebody else had.</summary>
    public async Task<bool> SendAsync(string name, string path, ArtifactRef artifact, CancellationToken cancellationToken)
    {
        var blob = container.GetBlockBlobClient(name);
        for (var round = 1; ; round++)
        {
            try
            {
                if (artifact.Length <= options.BlockBytes) await SendWholeAsync(blob, path, artifact, cancellationToken);
                else await SendBlocksAsync(blob, path, artifact, cancellationToken);
                return true;
            }
            catch (BlobRefusedException taken) when (taken.Code is "BlobAlreadyExists" or "ConditionNotMet" or "UnauthorizedBlobOverwrite")
            {
                return false;
            }
            catch (BlobRefusedException lost) when (lost.Code is "InvalidBlockList" or "InvalidBlobOrBlock" && round < Rounds)
            {
                // Another writer's commit, or a week's time, removed blocks that were not committed yet.
            }
        }
    }

    private async Task SendWholeAsync(BlockBlobClient blob, string path, ArtifactRef artifact, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        Expect(artifact, SHA256.HashData(bytes), path);
        await calls.RunAsync(async token =>
        {
            using var content = new MemoryStream(bytes, writable: false);
            return await blob.UploadAsync(content, new BlobUploadOptions { Conditions = Free, TransferValidation = Checked }, token);
        }, cancellationToken);
    }

    private async Task SendBlocksAsync(BlockBlobClient blob, string path, ArtifactRef artifact, CancellationToken cancellationToken)
    {
        var size = (int)Math.Max(options.BlockBytes, (artifact.Length + LimitOfBlocks - 1) / LimitOfBlocks);
        var names = new string[(artifact.Length + size - 1) / size];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await Parallel.ForEachAsync(BlocksAsync(path, artifact.Length, size, hash, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = options.ParallelBlocks, CancellationToken = cancellationToken },
            async (block, token) =>
            {
                names[block.Index] = NameOf(block.Index, block.Bytes);
                await calls.RunAsync(async inside =>
                {
                    using var content = new MemoryStream(block.Bytes, writable: false);
                    return await blob.StageBlockAsync(names[block.Index], content, new BlockBlobStageBlockOptions { TransferValidation = Checked }, inside);
                }, token);
            });
        Expect(artifact, hash.GetHashAndReset(), path);
        await calls.RunAsync(token => blob.CommitBlockListAsync(names, new CommitBlockListOptions { Conditions = Free }, token), cancellationToken);
    }

    /// <summary>The blocks in their order, each read and hashed only when somebody is free to send it.</summary>
    private static async IAsyncEnumerable<(int Index, byte[] Bytes)> BlocksAsync(
        string path, long length, int size, IncrementalHash hash, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        for (var index = 0; (long)index * size < length; index++)
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(size, length - (long)index * size));
            await file.ReadExactlyAsync(bytes, cancellationToken);
            hash.AppendData(bytes);
            yield return (index, bytes);
        }
    }

    /// <summary>A block's name holds its place and its content, so two writers of one artifact cannot disturb each other.</summary>
    private static string NameOf(int index, byte[] bytes)
    {
        Span<byte> name = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(name, index);
        SHA256.HashData(bytes).AsSpan(0, 16).CopyTo(name[8..]);
        return Convert.ToBase64String(name);
    }

    private static void Expect(ArtifactRef artifact, byte[] hash, string path)
    {
        if (Convert.ToHexStringLower(hash) != artifact.Sha256)
            throw new IOException($"{path} changed while it was sent as artifact {artifact}; nothing was stored. Nothing may write to the cache folder.");
    }
}
