using System.Text.Json;
using Foldline.Ranking.Samples;

namespace Foldline.Ranking.Output;

/// <summary><c>TARGET_confidences.json</c>: AlphaFold 3's per-atom and per-token-pair confidences under its keys.</summary>
public static class ConfidencesJson
{
    /// <summary>Writes one sample's confidences: pLDDT 0–100 and PAE in Å with two decimals, contact probabilities with three.</summary>
    public static void Write(Stream stream, ScoredSample sample)
    {
        var layout = sample.Layout;
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("atom_chain_ids");
        foreach (int token in layout.TokenOfAtom) json.WriteStringValue(layout.Chains[layout.ChainOfToken[token]].Id);
        json.WriteEndArray();
        json.WriteList("atom_plddts", sample.Confidence.AtomPlddt.Select(plddt => 100 * plddt), 2);
        json.WriteMatrix("contact_probs", layout.Tokens, (row, column) => sample.ContactProbability[row * layout.Tokens + column], 3);
        json.WriteMatrix("pae", layout.Tokens, (row, column) => sample.Confidence.Pae[row * layout.Tokens + column], 2);
        json.WriteStartArray("token_chain_ids");
        foreach (int chain in layout.ChainOfToken) json.WriteStringValue(layout.Chains[chain].Id);
        json.WriteEndArray();
        json.WriteStartArray("token_res_ids");
        foreach (int atom in layout.CentreAtom) json.WriteNumberValue(layout.ResidueNumber[atom]);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
