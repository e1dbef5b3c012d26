using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>Wraps a call so that it sees a few rows at a time: memory is bounded outside the maths.</summary>
public static class Chunked
{
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
