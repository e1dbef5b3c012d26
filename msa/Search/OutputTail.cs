using System.Collections.Immutable;
using System.Text;
using CliWrap;

namespace Foldline.Search;

/// <summary>Drains a program's output and keeps its end, whatever the amount and whether or not it has line ends.</summary>
internal sealed class OutputTail
{
    private const int Capacity = 64 << 10;
    private const int LineLength = 500;
    private readonly byte[] _ring = new byte[Capacity];
    private long _written;

    /// <summary>The pipe to give to the command.</summary>
    public PipeTarget Pipe => PipeTarget.Create(async (source, cancellationToken) =>
    {
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0) Append(buffer.AsSpan(0, read));
    });

    /// <summary>The last lines that are not blank, long ones cut.</summary>
    public ImmutableArray<string> Lines(int count)
    {
        lock (_ring)
        {
            var length = (int)Math.Min(_written, Capacity);
            var bytes = new byte[length];
            for (var index = 0; index < length; index++) bytes[index] = _ring[(_written - length + index) % Capacity];
            return [.. Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).TakeLast(count)
                .Select(line => line.Length > LineLength ? line[..LineLength] + "…" : line)];
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_ring)
        {
            foreach (var value in bytes) _ring[_written++ % Capacity] = value;
        }
    }
}
