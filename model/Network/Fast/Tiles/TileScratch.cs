using System.Runtime.InteropServices;

namespace Foldline.Network.Fast.Tiles;

/// <summary>Memory of a thread for one piece of work: taken piece by piece, all of it free again with the next <see cref="Begin"/>. It stays with the thread and goes with it.</summary>
internal static unsafe class TileScratch
{
    private const nuint Alignment = 64;

    [ThreadStatic] private static Memory? _memory;

    /// <summary>Memory for pieces of the given sizes in all; each piece may take 64 bytes more.</summary>
    public static Pieces Begin(long bytes)
    {
        nuint wanted = (nuint)bytes + (32 * Alignment);
        if (_memory is null || _memory.Size < wanted)
        {
            _memory?.Dispose();
            _memory = new Memory(wanted);
        }
        return new Pieces(_memory.Start, _memory.Start + _memory.Size);
    }

    /// <summary>Freed by the collector once its thread has ended: each prediction may have a thread of its own.</summary>
    private sealed class Memory(nuint size) : IDisposable
    {
        private byte* _start = (byte*)NativeMemory.AlignedAlloc(size, Alignment);

        ~Memory() => NativeMemory.AlignedFree(_start);

        public byte* Start => _start;

        public nuint Size => size;

        public void Dispose()
        {
            NativeMemory.AlignedFree(_start);
            _start = null;
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>What is left of the memory.</summary>
    internal ref struct Pieces(byte* next, byte* end)
    {
        private byte* _next = next;

        /// <summary>The next piece, on a cache line of its own.</summary>
        public T* Take<T>(long count) where T : unmanaged
        {
            var piece = (T*)_next;
            _next += ((nuint)(count * sizeof(T)) + Alignment - 1) / Alignment * Alignment;
            return _next <= end ? piece : throw new InvalidOperationException("More scratch memory is taken than was begun with.");
        }
    }
}
