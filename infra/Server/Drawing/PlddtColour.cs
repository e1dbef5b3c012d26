namespace Foldline.Server.Drawing;

/// <summary>The four bands in which the AlphaFold database colours pLDDT; the colours stand in report.css.</summary>
public static class PlddtColour
{
    /// <summary>The bands from the best down: their class in the style sheet, and their label.</summary>
    public static (string Class, string Label)[] Bands { get; } =
        [("very-high", "very high, above 90"), ("high", "high, 70–90"), ("low", "low, 50–70"), ("very-low", "very low, below 50")];

    /// <summary>The band of a value.</summary>
    public static string Class(double plddt) => plddt > 90 ? "very-high" : plddt > 70 ? "high" : plddt > 50 ? "low" : "very-low";
}
