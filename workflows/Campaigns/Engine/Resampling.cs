using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>The arithmetic of adaptive sampling.</summary>
internal static class Resampling
{
    /// <summary>The score among an activity's outputs.</summary>
    public static double? Score(JsonObject? outputs, AdaptiveSampling adaptive) =>
        outputs?[adaptive.Score] is JsonValue value && value.TryGetValue<double>(out var score) ? score : null;

    /// <summary>The score of the last execution that has it.</summary>
    public static double? Score(IReadOnlyList<ExecutionRecord> executions, AdaptiveSampling adaptive) =>
        executions.Reverse().Select(done => done.OutputsJson is { } outputs ? Score(JsonNode.Parse(outputs) as JsonObject, adaptive) : null)
            .FirstOrDefault(score => score is not null);

    /// <summary>The inputs of another round: the seeds so far and the next ones; <c>null</c> where the target is decided or has had enough.</summary>
    public static JsonObject? MoreSeeds(JsonObject inputs, double? score, AdaptiveSampling adaptive)
    {
        if (score is not { } at || at < adaptive.Low || at > adaptive.High || inputs[adaptive.SeedsInput] is not JsonArray seeds) return null;
        var used = seeds.Select(seed => seed!.GetValue<long>()).ToList();
        var room = Math.Min(adaptive.SeedsPerRound, adaptive.MostSeeds - used.Count);
        if (room <= 0) return null;
        var next = used.Count == 0 ? 0 : used.Max();
        var more = inputs.DeepClone().AsObject();
        more[adaptive.SeedsInput] = new JsonArray([.. used.Concat(Enumerable.Range(1, room).Select(i => next + i)).Select(seed => (JsonNode?)JsonValue.Create(seed))]);
        return more;
    }
}
