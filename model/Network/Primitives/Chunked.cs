using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>Wraps a call so that it sees a few rows at a time: memory is bounded outside the maths.</summary>
public static class Chunked
{
    private const long CacheElements = 1 << 20, PairElements = 1 << 21;

    /// <summary>
    /// Applies <paramref name="function"/>, which must treat the entries of axis <paramref name="dim"/> independently, to pieces of at most
    /// <paramref name="size"/> entries and puts the results together along that axis. Without a size, or with one that covers the axis, it is a plain call.
    /// </summary>
    public static Tensor Map(Func<Tensor, Tensor> function, Tensor x, long dim, long? size)
    {
        long extent = x.shape[dim];
        return size is null || size >= extent ? function(x) : Map((start, count) => function(x.narrow(dim, start, count)), extent, dim, size);
    }

    /// <summary>
    /// Puts together what <paramref name="piece"/> gives for (start, count) ranges of at most <paramref name="size"/> out of <paramref name="extent"/> entries,
    /// along axis <paramref name="dim"/> of the result: the form for functions that slice several tensors.
    /// </summary>
    public static Tensor Map(Func<long, long, Tensor> piece, long extent, long dim, long? size)
    {
        if (size is not { } step || step >= extent) return piece(0, extent);
        if (step < 1) throw new ArgumentOutOfRangeException(nameof(size), step, "A chunk holds at least one row.");
        return is_grad_enabled() ? Concatenate(piece, extent, dim, step) : Fill(piece, extent, dim, step);
    }

    /// <summary>
    /// Rows whose intermediate results stay in a processor's cache, for a module that nobody gave a chunk size: written to memory and read back they would cost
    /// more than the products between them (transition, N=256: 490 ms whole, 220 ms in rows of 8; alignment stack of 512 rows: 545 and 255 ms). With gradients,
    /// or on another device, all rows at once.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="elementsPerRow">Elements of the largest intermediate result for one row.</param>
    internal static long? CacheRows(Tensor x, long elementsPerRow) =>
        is_grad_enabled() || x.device_type != DeviceType.CPU ? null : Math.Max(1, CacheElements / Math.Max(1, elementsPerRow));

    /// <summary>
    /// Rows of the pairs that are made at once where all of them, with the terms they are summed from, would stand several times over; all where gradients are recorded.
    /// </summary>
    internal static long? PairRows(long tokens, long channels) => is_grad_enabled() ? null : Math.Max(1, PairElements / Math.Max(1, tokens * channels));

    /// <summary>Sets the chunk size of every module below <paramref name="root"/> that can work in pieces.</summary>
    public static void UseChunks(this nn.Module root, long? size)
    {
        foreach (var chunked in root.modules().Append(root).OfType<IChunked>()) chunked.ChunkSize = size;
    }

    private static Tensor Concatenate(Func<long, long, Tensor> piece, long extent, long dim, long step)
    {
        using var scope = NewDisposeScope();
        var pieces = new List<Tensor>();
        for (long start = 0; start < extent; start += step) pieces.Add(piece(start, Math.Min(step, extent - start)));
        return cat(pieces, dim).MoveToOuterDisposeScope();
    }

    /// <summary>Without gradients the pieces are written into the result at once, so that they never stand beside it.</summary>
    private static Tensor Fill(Func<long, long, Tensor> piece, long extent, long dim, long step)
    {
        using var scope = NewDisposeScope();
        Tensor? result = null;
        for (long start = 0; start < extent; start += step)
        {
            using var pieceScope = NewDisposeScope();
            long count = Math.Min(step, extent - start);
            var part = piece(start, count);
            if (result is null)
            {
                long[] shape = [.. part.shape];
                shape[dim] = extent;
                result = part.new_empty(shape).MoveToOuterDisposeScope();
            }
            result.narrow(dim, start, count).copy_(part);
        }
        return result!.MoveToOuterDisposeScope();
    }
}
