using System.Collections.Frozen;
using Foldline.Sequences;

namespace Foldline.Features.Vocabulary;

/// <summary>Chemical elements as the network counts them: atomic number - 1, in 128 classes (AlphaFold 3 supplement, table 5).</summary>
public static class Elements
{
    /// <summary>The number of classes.</summary>
    public const int Count = 128;

    private const string Symbols =
        "H HE LI BE B C N O F NE NA MG AL SI P S CL AR K CA SC TI V CR MN FE CO NI CU ZN GA GE AS SE BR KR RB SR Y ZR NB MO TC RU RH PD AG CD IN SN SB "
        + "TE I XE CS BA LA CE PR ND PM SM EU GD TB DY HO ER TM YB LU HF TA W RE OS IR PT AU HG TL PB BI PO AT RN FR RA AC TH PA U NP PU AM CM BK CF ES "
        + "FM MD NO LR RF DB SG BH HS MT DS RG CN NH FL MC LV TS OG";

    private static readonly FrozenDictionary<string, int> _classOf =
        Symbols.Split(' ').Select((symbol, index) => KeyValuePair.Create(symbol, index)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The class of an element symbol in upper case; 0 is hydrogen.</summary>
    /// <exception cref="InputException">There is no such element.</exception>
    public static int ClassOf(string symbol, string component) => _classOf.TryGetValue(symbol, out int index)
        ? index
        : throw new InputException($"Component {component} has an atom of the element {symbol}, which does not exist; it cannot be folded.");
}
