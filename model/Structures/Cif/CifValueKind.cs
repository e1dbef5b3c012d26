namespace Foldline.Structures.Cif;

/// <summary>What a CIF value says.</summary>
public enum CifValueKind
{
    /// <summary>Text; numbers too are text until someone asks for a number.</summary>
    Text,

    /// <summary>A bare <c>?</c>: there is a value, and nobody knows it.</summary>
    Unknown,

    /// <summary>A bare <c>.</c>: a value would make no sense here.</summary>
    Inapplicable,
}
