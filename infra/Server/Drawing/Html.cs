using System.Globalization;
using System.Net;
using System.Text;

namespace Foldline.Server.Drawing;

/// <summary>Builds markup that is HTML and well-formed XML at once; text is always escaped.</summary>
public sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Markup as it stands; never pass names or messages here.</summary>
    public Html Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Text, escaped.</summary>
    public Html Text(string text)
    {
        _text.Append(Escape(text));
        return this;
    }

    /// <summary>An element with escaped text.</summary>
    public Html Element(string tag, string text, string attributes = "") =>
        Raw($"<{tag}{(attributes.Length > 0 ? " " + attributes : "")}>").Text(text).Raw($"</{tag}>\n");

    /// <summary>An attribute with its escaped value.</summary>
    public static string Attribute(string name, string value) => $"{name}=\"{Escape(value)}\"";

    /// <summary>A number with fixed decimals; a dash for what is none.</summary>
    public static string Number(double value, int decimals = 2) =>
        double.IsFinite(value) ? value.ToString("F" + decimals, CultureInfo.InvariantCulture) : "–";

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    // Control characters have no form in XML, and none in a name either.
    private static string Escape(string text) =>
        WebUtility.HtmlEncode(string.Concat(text.Where(c => c is '\n' or '\t' || (!char.IsControl(c) && !char.IsSurrogate(c) && c < '\ufffe'))));
}
