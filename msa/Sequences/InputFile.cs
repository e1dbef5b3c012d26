using System.IO.Compression;
using System.Text;

namespace Foldline.Sequences;

/// <summary>Reads the user's text files; what goes wrong becomes a sentence.</summary>
internal static class InputFile
{
    /// <summary>The whole text of a file, plain or gzip, in UTF-8 or with a byte order mark.</summary>
    /// <exception cref="InputException">The file is missing, unreadable, or compressed in a way that is not read.</exception>
    public static async Task<string> ReadTextAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path)) throw new InputException($"{path} is a folder where a file is needed.");
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
            return await TextAsync(path, file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path} does not exist.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>The whole text of a file that is open, plain or gzip, in UTF-8 or with a byte order mark.</summary>
    /// <exception cref="InputException">It is compressed in a way that is not read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<string> TextAsync(string name, Stream file, CancellationToken cancellationToken)
    {
        var magic = new byte[6];
        var count = await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        file.Position = 0;
        var start = magic.AsSpan(0, count).ToArray();
        if (start.AsSpan().StartsWith<byte>([0xFD, 0x37, 0x7A, 0x58, 0x5A])) throw Packed(name, "xz");
        if (start.AsSpan().StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD])) throw Packed(name, "zstd");
        try
        {
            await using Stream text = start.AsSpan().StartsWith<byte>([0x1F, 0x8B]) ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
            using var reader = new StreamReader(text, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException fault)
        {
            throw new InputException($"{name} cannot be read: {fault.Message}", fault);
        }
    }

    private static InputException Packed(string path, string method) => new($"{path} is compressed with {method}; unpack it first (gzip is read as it is).");
}
