using System.Text;
using Foldline.Sequences;

namespace Foldline.Structures.Cif;

/// <summary>
/// Splits CIF text into tokens, one line in memory at a time. Grammar: S. R. Hall et al., International Tables for Crystallography G, 2.2 (CIF 1.1). Two
/// liberties that real files need: bare values may begin with <c>[</c>, <c>]</c> or <c>$</c>, and lines may be longer than 2,048 characters.
/// </summary>
internal sealed class CifTokenizer(TextReader reader, string source)
{
    private const int LongestPooled = 16;
    private const int LargestPool = 100_000;
    private readonly HashSet<string> _pool = new(StringComparer.Ordinal);
    private string _line = "";
    private int _position;

    /// <summary>The 1-based line of the current token.</summary>
    public int Line { get; private set; }

    /// <summary>What the current token is.</summary>
    public CifTokenKind Kind { get; private set; }

    /// <summary>The text of a name, tag or value.</summary>
    public CifValue Value { get; private set; }

    /// <summary>Moves to the next token.</summary>
    public CifTokenKind Next()
    {
        while (true)
        {
            while (_position < _line.Length && IsBlank(_line[_position])) _position++;
            if (_position < _line.Length && _line[_position] != '#') break;
            if (!NextLine()) return Set(CifTokenKind.End, default);
            if (_line.StartsWith(';')) return Set(CifTokenKind.Value, CifValue.Of(TextField()));
        }
        char first = _line[_position];
        if (first is '\'' or '"') return Set(CifTokenKind.Value, CifValue.Of(Quoted(first)));
        int start = _position;
        while (_position < _line.Length && !IsBlank(_line[_position])) _position++;
        return Bare(_line.AsSpan(start, _position - start));
    }

    /// <summary>A fault at the current token.</summary>
    public InputException Fault(string sentence) => new($"{source}, line {Line}: {sentence}");

    private CifTokenKind Bare(ReadOnlySpan<char> word)
    {
        if (word[0] == '_')
            return word.Length > 1 ? Set(CifTokenKind.Tag, CifValue.Of(Pooled(word[1..]))) : throw Fault("an item name is missing after the underscore.");
        if (word is "?") return Set(CifTokenKind.Value, CifValue.Unknown);
        if (word is ".") return Set(CifTokenKind.Value, CifValue.Inapplicable);
        if (word.StartsWith("data_", StringComparison.OrdinalIgnoreCase)) return Set(CifTokenKind.Data, CifValue.Of(word[5..].ToString()));
        if (word.StartsWith("save_", StringComparison.OrdinalIgnoreCase)) return Set(CifTokenKind.Save, CifValue.Of(word[5..].ToString()));
        if (word.Equals("loop_", StringComparison.OrdinalIgnoreCase)) return Set(CifTokenKind.Loop, default);
        if (word.Equals("global_", StringComparison.OrdinalIgnoreCase) || word.Equals("stop_", StringComparison.OrdinalIgnoreCase))
            throw Fault($"\"{word}\" belongs to STAR, not to CIF; quote it if it is a value.");
        return Set(CifTokenKind.Value, CifValue.Of(Pooled(word)));
    }

    // A quote ends the value only where a blank or the end of the line follows it.
    private string Quoted(char quote)
    {
        int start = ++_position;
        for (; _position < _line.Length; _position++)
        {
            if (_line[_position] != quote || (_position + 1 < _line.Length && !IsBlank(_line[_position + 1]))) continue;
            return Pooled(_line.AsSpan(start, _position++ - start));
        }
        throw Fault($"the value that begins with {quote} has no closing {quote} on its line.");
    }

    private string TextField()
    {
        int opened = Line;
        var text = new StringBuilder(_line, 1, _line.Length - 1, Math.Max(16, _line.Length));
        while (NextLine())
        {
            if (_line.StartsWith(';'))
            {
                _position = 1;
                if (_line.Length > 1 && !IsBlank(_line[1])) throw Fault("a blank is missing after the semicolon that closes a text field.");
                return text.ToString();
            }
            text.Append('\n').Append(_line);
        }
        Line = opened;
        throw Fault("the text field that begins here is never closed by a semicolon; the file may be cut short.");
    }

    private bool NextLine()
    {
        _position = 0;
        try
        {
            if (reader.ReadLine() is { } line)
            {
                _line = line;
                Line++;
                return true;
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InputException($"{source}, after line {Line}: the compressed data are damaged or cut short; fetch the file again.", e);
        }
        _line = "";
        return false;
    }

    private CifTokenKind Set(CifTokenKind kind, CifValue value)
    {
        Value = value;
        return Kind = kind;
    }

    // Coordinates aside, the cells of a table repeat: C, CA, ALA, 1.00.
    private string Pooled(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestPooled) return text.ToString();
        var lookup = _pool.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known)) return known;
        var made = text.ToString();
        if (_pool.Count < LargestPool) _pool.Add(made);
        return made;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';
}
