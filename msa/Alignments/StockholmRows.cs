using System.Buffers;
using System.Text;

namespace Foldline.Alignments;

/// <summary>The rows of an interleaved alignment while its blocks go by: each block's query decides which columns are kept.</summary>
internal sealed class StockholmRows(int maxRows)
{
    private readonly Dictionary<string, Row> _byName = new(StringComparer.Ordinal);
    private byte[] _query = [];
    private int _queryLength;
    private int _block;
    private int _seenInBlock;
    private bool _open;
    private long _skippedInFirstBlock;

    /// <summary>The rows kept, the query first.</summary>
    public List<Row> Rows { get; } = [];

    /// <summary>Columns of the query so far.</summary>
    public int Columns { get; private set; }

    /// <summary>Distinct rows of the file, kept or not.</summary>
    public long RowsInFile => Rows.Count + _skippedInFirstBlock;

    /// <summary>Rows whose name had already occurred in their block.</summary>
    public long RepeatedNames { get; private set; }

    /// <summary>Takes a row's part of the current block.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> letters, long line)
    {
        if (_open && Rows[0].Is(name)) throw Fault(line, $"the query '{Rows[0].Name}' occurs twice in one block.");
        if (_open && _seenInBlock == maxRows)
        {
            if (_block == 1) _skippedInFirstBlock++;
            return;
        }
        var row = Find(name);
        if (!_open)
        {
            if (row is not null && row != Rows[0]) throw Fault(line, $"a block begins with '{row.Name}' instead of the query '{Rows[0].Name}'.");
            if (row is null && _block > 0) throw Fault(line, $"a later block begins with a row the first one lacks, '{Encoding.UTF8.GetString(name)}'.");
            StartBlock(letters);
        }
        if (row is null)
        {
            if (_block > 1) throw Fault(line, $"'{Encoding.UTF8.GetString(name)}' is missing from the first block.");
            row = new Row(Encoding.UTF8.GetString(name));
            Rows.Add(row);
            _byName.Add(row.Name, row);
        }
        else if (row.Block == _block)
        {
            RepeatedNames++;
            return;
        }
        if (letters.Length != _queryLength) throw Fault(line, $"'{row.Name}' has {letters.Length} columns in a block of {_queryLength}.");
        row.Block = _block;
        _seenInBlock++;
        Append(row, letters, line);
    }

    /// <summary>Ends a block: every row kept must have been in it.</summary>
    public void EndBlock(long line)
    {
        if (!_open) return;
        _open = false;
        if (_seenInBlock == Rows.Count) return;
        throw Fault(line, $"the block lacks '{Rows.First(row => row.Block != _block).Name}'.");
    }

    private static AlignmentFormatException Fault(long line, string fault) => new("Stockholm", line, fault);

    private Row? Find(ReadOnlySpan<byte> name)
    {
        // Blocks repeat the order of the first one, so the row after the last one seen is nearly always the right one.
        if (_block > 0 && _seenInBlock < Rows.Count && _open && Rows[_seenInBlock].Is(name)) return Rows[_seenInBlock];
        return _byName.GetValueOrDefault(Encoding.UTF8.GetString(name));
    }

    private void StartBlock(ReadOnlySpan<byte> query)
    {
        _open = true;
        _block++;
        _seenInBlock = 0;
        if (_query.Length < query.Length) _query = new byte[query.Length];
        query.CopyTo(_query);
        _queryLength = query.Length;
        Columns += query.Length - query.Count((byte)'-') - query.Count((byte)'.');
    }

    private void Append(Row row, ReadOnlySpan<byte> letters, long line)
    {
        var target = row.Letters.GetSpan(letters.Length);
        var count = 0;
        for (var column = 0; column < letters.Length; column++)
        {
            var letter = letters[column];
            var gap = letter is (byte)'-' or (byte)'.';
            if (!gap && !char.IsAsciiLetter((char)letter) && letter != '*')
                throw Fault(line, $"'{row.Name}' holds '{(char)letter}' in column {column + 1} of its block, which is no letter.");
            if (_query[column] is (byte)'-' or (byte)'.')
            {
                if (!gap && letter != '*') target[count++] = (byte)(letter | 0x20);
            }
            else target[count++] = gap ? (byte)'-' : letter == '*' ? (byte)'X' : (byte)(letter & ~0x20);
        }
        row.Letters.Advance(count);
    }

    /// <summary>One row kept.</summary>
    internal sealed class Row(string name)
    {
        private readonly byte[] _name = Encoding.UTF8.GetBytes(name);

        /// <summary>The name, with HMMER's <c>/start-end</c>.</summary>
        public string Name => name;

        /// <summary>The block the row was last seen in.</summary>
        public int Block { get; set; }

        /// <summary>A3M letters so far.</summary>
        public ArrayBufferWriter<byte> Letters { get; } = new();

        /// <summary>Whether a name is this row's.</summary>
        public bool Is(ReadOnlySpan<byte> other) => other.SequenceEqual(_name);
    }
}
