using Foldline.Training.Data;

namespace Foldline.Training.Cropping;

/// <summary>
/// A run of tokens from each chain, the chains in random order (AlphaFold-Multimer, Algorithm 1): the length is uniform between what must be taken for the
/// crop to become full and what still fits. Ends inside a residue move to its border where residues stay whole.
/// </summary>
internal sealed class ContiguousCrop
{
    private readonly CropTokens _tokens;
    private readonly CropOptions _options;
    private readonly IDraws _draws;
    private readonly int[] _first;
    private readonly int[] _end;
    private int _added;

    private ContiguousCrop(CropTokens tokens, CropOptions options, IDraws draws)
    {
        (_tokens, _options, _draws) = (tokens, options, draws);
        (_first, _end) = (new int[tokens.Count], new int[tokens.Count]);
        for (int start = 0, end; start < tokens.Count; start = end)
        {
            for (end = start + 1; end < tokens.Count && tokens.Residue[end] == tokens.Residue[start]; end++) { }
            Array.Fill(_first, start, start, end - start);
            Array.Fill(_end, end, start, end - start);
        }
    }

    public static Crop Take(CropTokens tokens, CropOptions options, IDraws draws) =>
        new(CropMethod.Contiguous, [.. new ContiguousCrop(tokens, options, draws).Take().Order()]);

    private List<int> Take()
    {
        var chains = Enumerable.Range(0, _tokens.Count).GroupBy(token => _tokens.Chain[token]).OrderBy(chain => chain.Key)
            .Select(chain => (Offset: chain.First(), Length: chain.Count())).ToList();
        int remaining = chains.Where(chain => !IsLeftOut(chain)).Sum(chain => chain.Length);
        var taken = new List<int>();
        foreach (int index in _draws.Permutation(chains.Count))
        {
            if (_added >= _options.Size) break;
            var (offset, length) = chains[index];
            if (IsLeftOut(chains[index])) continue;
            remaining -= length;
            int least = Math.Min(length, Math.Max(0, _options.Size - (_added + remaining)));
            int size = _draws.Integer(least, Math.Min(_options.Size - _added, length) + 1);
            int start = offset + _draws.Integer(0, length - size + 1), end = start + size;
            if (_options.WholeResidues) (start, end) = ToBorders(start, end, least);
            taken.AddRange(Enumerable.Range(start, end - start));
            _added += end - start;
        }
        return taken;
    }

    /// <summary>An ion: a chain of one token with one atom.</summary>
    private bool IsLeftOut((int Offset, int Length) chain) => _options.RemoveIons && chain.Length == 1 && _tokens.Atoms[chain.Offset] == 1;

    private bool Fits(int size, int least) => size >= least && size + _added <= _options.Size;

    private bool Coin() => _draws.Integer(0, 2) == 0;

    private (int Start, int End) ToBorders(int start, int end, int least)
    {
        if (start == end) return (start, end);
        bool cutsStart = _first[start] != start, cutsEnd = _end[end - 1] != end;
        if (!cutsEnd) return (cutsStart ? StartBorder(start, end, least) : start, end);
        start = _first[start];
        return (start, EndBorder(start, end, least));
    }

    private int EndBorder(int start, int end, int least)
    {
        int left = _first[end - 1], right = _end[end - 1];
        bool leftFits = Fits(left - start, least), rightFits = Fits(right - start, least);
        if (leftFits && rightFits) return Coin() ? left : right;
        if (leftFits) return left;
        if (rightFits) return right;
        if (!_options.DropLast) return start + Math.Min(end - start, _options.Size - _added);
        while (left - start + _added > _options.Size && left > start) left = _first[left - 1];
        return left;
    }

    private int StartBorder(int start, int end, int least)
    {
        int left = _first[start], right = _end[start];
        bool leftFits = Fits(end - left, least), rightFits = Fits(end - right, least);
        if (leftFits && rightFits) return Coin() ? left : right;
        if (leftFits) return left;
        return rightFits || _options.DropLast ? right : start;
    }
}
