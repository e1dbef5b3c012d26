using Foldline.Structures.Cif;

namespace Foldline.Structures.Output;

/// <summary>ModelCIF's account of the model and its pLDDT, globally and per residue.</summary>
internal static class QualityCategories
{
    private const string GlobalMetric = "1";
    private const string LocalMetric = "2";

    public static void AddTo(CifBlock block, PredictedModel model, List<ModelResidue> residues)
    {
        MmcifModelWriter.Add(block, "ma_data", ("id", "1"), ("name", "Model"), ("content_type", "model coordinates"));
        MmcifModelWriter.Add(block, "ma_model_list", ("ordinal_id", "1"), ("model_id", "1"), ("model_group_id", "1"),
            ("model_name", $"seed {model.Seed}, sample {model.Sample}"),
            ("model_group_name", "Foldline"), ("data_id", "1"), ("model_type", "Ab initio model"));
        MmcifModelWriter.Add(block, "ma_software_group", ("ordinal_id", "1"), ("group_id", "1"), ("software_id", "1"));
        var metric = block.Add(new CifCategory("ma_qa_metric", "id", "mode", "name", "software_group_id", "type"));
        metric.Add(CifValue.Of(GlobalMetric), CifValue.Of("global"), CifValue.Of("pLDDT"), CifValue.Of(1), CifValue.Of("pLDDT"));
        metric.Add(CifValue.Of(LocalMetric), CifValue.Of("local"), CifValue.Of("pLDDT"), CifValue.Of(1), CifValue.Of("pLDDT"));
        var global = block.Add(new CifCategory("ma_qa_metric_global", "ordinal_id", "model_id", "metric_id", "metric_value"));
        global.Add(CifValue.Of(1), CifValue.Of(1), CifValue.Of(GlobalMetric), CifValue.Of(100 * Mean(model.AtomPlddt, 0, model.AtomPlddt.Length), 2));
        var local = block.Add(new CifCategory("ma_qa_metric_local", "ordinal_id", "model_id", "metric_id", "label_asym_id", "label_seq_id", "label_comp_id",
            "metric_value"));
        int ordinal = 0;
        foreach (var residue in residues)
        {
            var chain = model.Layout.Chains[residue.Chain];
            local.Add(CifValue.Of(++ordinal), CifValue.Of(1), CifValue.Of(LocalMetric), CifValue.Of(chain.Id),
                ModelResidue.IsPolymer(chain.Kind) ? CifValue.Of(residue.Number) : CifValue.Inapplicable, CifValue.Of(residue.Component),
                CifValue.Of(100 * Mean(model.AtomPlddt, residue.FirstAtom, residue.Atoms), 2));
        }
    }

    private static double Mean(float[] values, int start, int count)
    {
        double sum = 0;
        for (int at = start; at < start + count; at++) sum += values[at];
        return count == 0 ? 0 : sum / count;
    }
}
