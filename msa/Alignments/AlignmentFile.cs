using System.IO.Compression;

namespace Foldline.Alignments;

/// <summary>Opens alignment files, plain or gzip.</summary>
internal static class AlignmentFile
{
    private const int BufferSize = 1 << 20;

    /// <summary>A stream over the file's text; the first two bytes tell whether it is gzip.</summary>
    public static Stream OpenRead(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferSize, FileOptions.SequentialScan);
        try
        {
            var zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            return zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
