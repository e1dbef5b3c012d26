using CsCheck;

namespace Foldline;

/// <summary>Damage as files suffer it: cut anywhere, single characters replaced, removed or doubled.</summary>
internal static class Mutation
{
    public static Gen<string> Of(string text)
    {
        var edit = Gen.Select(Gen.Int[0, text.Length - 1], Gen.Int[0, 3], Gen.Char["A-.az#>/ \n\t\0é*1|"]);
        return Gen.Select(Gen.Int[0, text.Length], edit.Array[0, 4], (length, edits) =>
        {
            var letters = text.ToList();
            foreach (var (position, kind, letter) in edits)
            {
                if (position >= letters.Count) continue;
                if (kind == 0) letters[position] = letter;
                else if (kind == 1) letters.RemoveAt(position);
                else if (kind == 2) letters.Insert(position, letters[position]);
                else letters.Insert(position, letter);
            }
            return new string([.. letters])[..Math.Min(length, letters.Count)];
        });
    }
}
