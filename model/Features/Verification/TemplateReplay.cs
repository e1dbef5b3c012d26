using Foldline.Features.Templates;
using Foldline.Structures.Arrays;
using Foldline.Structures.Verification;

namespace Foldline.Features.Verification;

/// <summary>Replays the template features, with the tables behind them.</summary>
internal static class TemplateReplay
{
    public static void Run(ReferenceCase reference)
    {
        var slots = Slots(reference);
        var bins = new DistanceBins(Config("min_bin", 3.25), Config("max_bin", 50.75), (int)Config("num_bins", 39));
        foreach (var array in TemplateFeatures.Make(slots, bins, (float)Config("eps", BackboneFrame.Epsilon)))
            reference.Produce(array.Name, array.Name == "template_distogram" ? OneHot(array, bins.Count) : Numbers(array));
        reference.Produce("template_atom_positions", slots.Positions.ToArray());
        reference.Produce("template_atom_mask", Numbers(slots.Mask));
        var betas = Enumerable.Range(0, slots.Count).Select(slot => PseudoBeta.Of(slots, slot)).ToList();
        reference.Produce("pb_pos", betas.SelectMany(beta => beta.Positions).SelectMany(at => new[] { at.X, at.Y, at.Z }));
        reference.Produce("pb_mask", betas.SelectMany(beta => Numbers(beta.Present)));
        reference.Produce("table.restype_pseudobeta_index", DenseAtoms.PseudoBeta.Select(place => (double)place));
        reference.Produce("table.restype_backbone_atom_idx_C_CA_N", DenseAtoms.Frame.SelectMany(atoms => new double[] { atoms.C, atoms.Ca, atoms.N }));

        double Config(string name, double otherwise) => reference.Config.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;
    }

    private static TemplateSlots Slots(ReferenceCase reference)
    {
        byte[] residues = [.. reference.Integers("input.template_aatype").Select(Class)];
        return new TemplateSlots(reference.Extent("input.template_aatype", 0), residues,
            reference.Floats("input.template_atom_positions"), reference.Flags("input.template_atom_mask"));
    }

    // Whatever fits no byte is as wrong as the largest byte.
    private static byte Class(int residue) => residue is >= 0 and <= byte.MaxValue ? (byte)residue : byte.MaxValue;

    private static IEnumerable<double> OneHot(NamedArray classes, int count)
    {
        var values = new double[classes.Count * count];
        for (int i = 0; i < classes.Count; i++)
            if (classes.Values<sbyte>()[i] is >= 0 and var one) values[i * count + one] = 1;
        return values;
    }

    private static IEnumerable<double> Numbers(NamedArray array) => array.Type switch
    {
        ElementType.Float32 => Array.ConvertAll(array.Values<float>().ToArray(), value => (double)value),
        ElementType.Int64 => Array.ConvertAll(array.Values<long>().ToArray(), value => (double)value),
        _ => Numbers(array.Values<bool>()),
    };

    private static double[] Numbers(ReadOnlySpan<bool> flags) => Array.ConvertAll(flags.ToArray(), flag => flag ? 1.0 : 0.0);
}
