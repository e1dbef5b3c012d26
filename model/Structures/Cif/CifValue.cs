using System.Globalization;

namespace Foldline.Structures.Cif;

/// <summary>One value of a CIF item. A quoted <c>'?'</c> is text; a bare one is <see cref="CifValueKind.Unknown"/>.</summary>
/// <param name="Kind">Whether there is text at all.</param>
/// <param name="Text">The text without its quotes; <c>?</c> or <c>.</c> where there is none.</param>
public readonly record struct CifValue(CifValueKind Kind, string Text)
{
    /// <summary>The bare <c>?</c>.</summary>
    public static CifValue Unknown { get; } = new(CifValueKind.Unknown, "?");

    /// <summary>The bare <c>.</c>.</summary>
    public static CifValue Inapplicable { get; } = new(CifValueKind.Inapplicable, ".");

    /// <summary>A text value; <c>"?"</c> stays a text and will be quoted.</summary>
    public static CifValue Of(string text) => new(CifValueKind.Text, text);

    /// <summary>An integer value.</summary>
    public static CifValue Of(long number) => new(CifValueKind.Text, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number with a fixed count of decimals, never in exponent form.</summary>
    public static CifValue Of(double number, int decimals) => new(CifValueKind.Text, number.ToString("F" + decimals, CultureInfo.InvariantCulture));

    /// <summary>Whether there is text.</summary>
    public bool HasText => Kind == CifValueKind.Text;

    /// <summary>The text, or <c>null</c> for <c>?</c> and <c>.</c>.</summary>
    public string? TextOrNull => HasText ? Text : null;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
