namespace Foldline.Cli.Reports;

/// <summary>The four bands in which the AlphaFold database colours pLDDT; the colours stand in report.css.</summary>
internal static class PlddtColour
{
    public static (string Class, string Label)[] Bands { get; } =
        [("very-high", "very high, above 90"), ("high", "high, 70–90"), ("low", "low, 50–70"), ("very-low", "very low, below 50")];

    public static string Class(double plddt) => plddt > 90 ? "very-high" : plddt > 70 ? "high" : plddt > 50 ? "low" : "very-low";
}
