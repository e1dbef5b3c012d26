using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Foldline.Sequences;

namespace Foldline.Structures.Arrays;

/// <summary>
/// A file mapped into memory: opening costs nothing, pages are read when touched and shared between processes. The mapping is copy-on-write, so that nothing
/// done to the bytes in memory reaches the file. Memory handed out stays valid until the file is disposed; touching it later throws.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly SafeBuffer? _buffer;
    private byte* _pointer;
    private bool _disposed;

    private MappedFile(string path, long length, MemoryMappedFile? file)
    {
        Path = path;
        Length = length;
        _file = file;
        if (file is null) return;
        _view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.CopyOnWrite);
        _buffer = _view.SafeMemoryMappedViewHandle;
        _buffer.AcquirePointer(ref _pointer);
    }

    /// <summary>Opens a file; a path that does not lead to a readable file is an <see cref="InputException"/>.</summary>
    public static MappedFile Open(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            long length = stream.Length;
            if (length == 0)                                                        // the system refuses to map nothing
            {
                stream.Dispose();
                return new MappedFile(path, 0, null);
            }
            var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: false);
            return new MappedFile(path, length, file);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file.", fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new InputException($"{path}: this is a folder, or may not be read.", fault);
        }
    }

    /// <summary>The path as given.</summary>
    public string Path { get; }

    /// <summary>The length in bytes.</summary>
    public long Length { get; }

    private nint Address(long offset)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)offset, (ulong)Length);
        return (nint)(_pointer + offset);
    }

    /// <summary>Bytes of the file, not copied.</summary>
    public ReadOnlySpan<byte> Span(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(_pointer + offset, length);
    }

    /// <summary>Bytes of the file, not copied, in the form that arrays carry.</summary>
    public ReadOnlyMemory<byte> Memory(long offset, int length)
    {
        _ = Span(offset, length);
        return length == 0 ? ReadOnlyMemory<byte>.Empty : new Slice(this, offset, length).Memory;
    }

    /// <summary>
    /// The address of a byte for a native holder: the mapping outlives <see cref="Dispose"/> until each lease is given back by <see cref="EndLease"/>.
    /// </summary>
    public nint Lease(long offset)
    {
        nint address = Address(offset);
        byte* ignored = null;
        _buffer?.AcquirePointer(ref ignored);
        return address;
    }

    /// <summary>Gives a lease back.</summary>
    public void EndLease() => _buffer?.ReleasePointer();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (_view is null) return;
        _buffer!.ReleasePointer();
        _view.Dispose();
        _file!.Dispose();
    }

    private sealed class Slice(MappedFile file, long offset, int length) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new((byte*)file.Address(offset), length);

        public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)file.Address(offset + elementIndex));

        public override void Unpin() { }

        protected override void Dispose(bool disposing) { }
    }
}
