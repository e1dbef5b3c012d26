namespace Foldline.Ranking.Confidences;

/// <summary>Which tokens and atoms belong to which chain, counted once for all scores.</summary>
internal sealed class ChainGrouping
{
    public ChainGrouping(ConfidenceInputs inputs)
    {
        ChainOfToken = inputs.ChainOfToken;
        Chains = ChainOfToken.Length == 0 ? 0 : ChainOfToken.Max() + 1;
        Tokens = new int[Chains];
        HasFrame = new bool[Chains];
        IsPolymer = new bool[Chains];
        for (int token = 0; token < ChainOfToken.Length; token++)
        {
            Tokens[ChainOfToken[token]]++;
            HasFrame[ChainOfToken[token]] |= inputs.TokenHasFrame[token];
        }
        ChainOfAtom = [.. inputs.TokenOfAtom.Select(token => ChainOfToken[token])];
        Atoms = [.. Enumerable.Range(0, Chains).Select(_ => new List<int>())];
        var isLigand = new bool[ChainOfToken.Length];
        for (int atom = 0; atom < ChainOfAtom.Length; atom++)
        {
            if (Atoms[ChainOfAtom[atom]].Count == 0) IsPolymer[ChainOfAtom[atom]] = inputs.AtomIsPolymer[atom];
            Atoms[ChainOfAtom[atom]].Add(atom);
            isLigand[inputs.TokenOfAtom[atom]] |= !inputs.AtomIsPolymer[atom];
        }
        var ligandTokens = new int[Chains];
        for (int token = 0; token < isLigand.Length; token++)
            if (isLigand[token]) ligandTokens[ChainOfToken[token]]++;
        CountsAsLigand = [.. Enumerable.Range(0, Chains).Select(chain => ligandTokens[chain] >= Tokens[chain] / 2)];
    }

    public int Chains { get; }

    public int[] ChainOfToken { get; }

    public int[] ChainOfAtom { get; }

    /// <summary>The number of tokens of each chain.</summary>
    public int[] Tokens { get; }

    public List<int>[] Atoms { get; }

    public bool[] HasFrame { get; }

    /// <summary>Whether the chain takes part in clashes.</summary>
    public bool[] IsPolymer { get; }

    /// <summary>At least half of its tokens (rounded down) are ligand atoms. So a chain of a single token always counts, as in the original.</summary>
    public bool[] CountsAsLigand { get; }
}
