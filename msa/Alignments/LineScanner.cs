namespace Foldline.Alignments;

/// <summary>Lines of a stream as bytes, without a string for each: Stockholm files of tens of gigabytes are mostly lines that are skipped.</summary>
internal sealed class LineScanner(Stream stream)
{
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private bool _finished;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end and without blanks around it; valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var pending = _buffer.AsSpan(_start, _end - _start);
            var feed = pending.IndexOf((byte)'\n');
            if (feed >= 0 || (_finished && !pending.IsEmpty))
            {
                var length = feed >= 0 ? feed : pending.Length;
                _start += feed >= 0 ? feed + 1 : pending.Length;
                Number++;
                line = Trimmed(pending[..length]);
                return true;
            }
            if (_finished)
            {
                line = default;
                return false;
            }
            Refill();
        }
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> line) => line.Trim(" \t\r\f\v"u8);

    private void Refill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _finished = read == 0;
    }
}
