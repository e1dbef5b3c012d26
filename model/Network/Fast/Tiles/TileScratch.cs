using System.Runtime.InteropServices;

namespace Foldline.Network.Fast.Tiles;

/// <summary>Memory of a thread for one piece of work: taken piece by piece, all of it free again with the next <see cref="Begin"/>. It stays with the thread.</summary>
internal static unsafe class TileScratch
{
    private const nuint Alignment = 64;

    [ThreadStatic] private static byte* _memory;
    [ThreadStatic] private static nuint _size;

    /// <summary>Memory for pieces of the given sizes in all; each piece may take 64 bytes more.</summary>
    public static Pieces Begin(long bytes)
    {
        nuint wanted = (nuint)bytes + (32 * Alignment);
        if (_size < wanted)
        {
            NativeMemory.AlignedFree(_memory);
            _memory = (byte*)NativeMemory.AlignedAlloc(wanted, Alignment);
            _size = wanted;
        }
        return new Pieces(_memory, _memory + _size);
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
