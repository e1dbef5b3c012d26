namespace Foldline.Sequences;

/// <summary>Codes of the wwPDB's chemical component dictionary: one to five capital letters and digits. Whether a code is defined, the component library knows.</summary>
public static class ComponentCode
{
    /// <summary>Whether a text has the form of a code.</summary>
    public static bool IsValid(string text) => text.Length is >= 1 and <= 5 && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter));
}
