namespace Foldline.Sequences;

/// <summary>Chain identifiers: A to Z, then AA, AB and so on.</summary>
public static class ChainIds
{
    private const int MaximumLength = 16;

    /// <summary>The identifier at an index from 0.</summary>
    public static string At(int index)
    {
        var letters = "";
        for (var rest = index + 1; rest > 0; rest = (rest - 1) / 26) letters = (char)('A' + (rest - 1) % 26) + letters;
        return letters;
    }

    /// <summary>All identifiers in order, without those taken.</summary>
    public static IEnumerable<string> Free(IReadOnlySet<string> taken)
    {
        for (var index = 0; ; index++)
            if (At(index) is var id && !taken.Contains(id)) yield return id;
    }

    /// <summary>Whether a user's identifier can stand in an mmCIF file: 1 to 16 ASCII letters, digits, dots, dashes or underscores.</summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= MaximumLength && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.') && id is not ("." or "-");
}
