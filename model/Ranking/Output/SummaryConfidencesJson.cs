using System.Text.Json;
using Foldline.Ranking.Interfaces;
using Foldline.Ranking.Samples;
using Foldline.Structures.Output;

namespace Foldline.Ranking.Output;

/// <summary>
/// <c>TARGET_summary_confidences.json</c>: AlphaFold 3's keys with AlphaFold 3's meaning (the diagonal of <c>chain_pair_iptm</c> is the chain's pTM; ipTM of a
/// single chain is null), then Foldline's own.
/// </summary>
public static class SummaryConfidencesJson
{
    private const int Decimals = 4;

    /// <summary>Writes one sample's summary.</summary>
    public static void Write(Stream stream, RankedSample sample, IReadOnlyList<string> chainIds, ModelProvenance provenance)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        var scores = sample.Scores;
        bool single = scores.Chains < 2;
        json.WriteStartObject();
        json.WriteList("chain_iptm", single ? [float.NaN] : scores.ChainIptm, Decimals);
        json.WriteMatrix("chain_pair_iptm", scores.Chains, (a, b) => a == b ? scores.ChainPtm[a] : scores.ChainPairIptm[a, b], Decimals);
        json.WriteMatrix("chain_pair_pae_min", scores.Chains, (a, b) => scores.ChainPairPaeMin[a, b], Decimals);
        json.WriteList("chain_ptm", scores.ChainPtm, Decimals);
        json.WriteRounded("fraction_disordered", scores.FractionDisordered, Decimals);
        json.WriteNumber("has_clash", scores.HasClash ? 1 : 0);
        json.WriteRounded("iptm", single ? float.NaN : scores.Iptm, Decimals);
        json.WriteNumber("num_recycles", scores.Recycles);
        json.WriteRounded("ptm", scores.Ptm, Decimals);
        json.WriteRounded("ranking_score", scores.RankingScore, Decimals);
        json.WriteRounded("protenix_ranking_score", scores.ProtenixRankingScore, Decimals);
        json.WriteNumber("rank", sample.Rank);
        json.WriteNumber("seed", sample.Seed);
        json.WriteNumber("sample", sample.Sample);
        json.WriteRounded("plddt", scores.Plddt, Decimals);
        json.WriteRounded("gpde", scores.Gpde, Decimals);
        json.WriteStartArray("chain_ids");
        foreach (var id in chainIds) json.WriteStringValue(id);
        json.WriteEndArray();
        json.WriteList("chain_plddt", scores.ChainPlddt.Select(plddt => 100 * plddt), Decimals);
        json.WriteList("chain_gpde", scores.ChainGpde, Decimals);
        json.WriteMatrix("chain_pair_gpde", scores.Chains, (a, b) => scores.ChainPairGpde[a, b], Decimals);
        json.WriteMatrix("chain_pair_plddt", scores.Chains, (a, b) => 100 * scores.ChainPairPlddt[a, b], Decimals);
        json.WriteMatrix("chain_pair_iptm_global", scores.Chains, (a, b) => scores.ChainPairIptmGlobal[a, b], Decimals);
        json.WriteStartArray("interfaces");
        foreach (var face in scores.Interfaces) WriteInterface(json, face);
        json.WriteEndArray();
        if (provenance.WeightsLabel.Length > 0) json.WriteString("weights", provenance.WeightsLabel);
        if (provenance.Warning.Length > 0) json.WriteString("warning", provenance.Warning);
        json.WriteEndObject();
    }

    private static void WriteInterface(Utf8JsonWriter json, InterfaceScores face)
    {
        json.WriteStartObject();
        json.WriteString("chain_a", face.FirstId);
        json.WriteString("chain_b", face.SecondId);
        foreach (var (name, value) in InterfaceTable.Numbers(face)) json.WriteRounded(name, value, Decimals);
        json.WriteNumber("contacts", face.Contacts);
        json.WriteEndObject();
    }
}
