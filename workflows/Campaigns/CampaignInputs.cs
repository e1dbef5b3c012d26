using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>Inputs of campaigns and their targets, by name.</summary>
public static class CampaignInputs
{
    /// <summary>A copy in which others take the place of those of the same name.</summary>
    /// <param name="inputs">What is there; it stays as it is.</param>
    /// <param name="others">What takes its place, or is added.</param>
    public static JsonObject With(this JsonObject inputs, JsonObject others)
    {
        var all = inputs.DeepClone().AsObject();
        foreach (var (name, value) in others) all[name] = value.Copy();
        return all;
    }
}
