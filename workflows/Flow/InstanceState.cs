using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>The durable state of an instance between two commits: open frames, variables, outputs. Small, because ended frames leave it.</summary>
internal sealed class InstanceState
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
        MaxDepth = 256,
    };

    /// <summary>Number of the next frame.</summary>
    public int Next { get; set; } = 1;

    /// <summary>Frames that have not ended, oldest first.</summary>
    public List<Frame> Frames { get; init; } = [];

    /// <summary>Variables of the workflow, by id.</summary>
    public Dictionary<string, JsonNode?> Variables { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Outputs given so far.</summary>
    public JsonObject Outputs { get; init; } = [];

    /// <summary>Instances that nodes of this one ask for and that have not been made yet: an outbox, committed with the step that asks.</summary>
    public List<ChildRequest> Requests { get; init; } = [];

    /// <summary>Whether the workflow has ended.</summary>
    public bool Finished { get; set; }

    public Frame? Find(int id) => Frames.Find(frame => frame.Id == id);

    public string Write() => JsonSerializer.Serialize(this, Json);

    public static InstanceState Read(string? json) => json is null ? new InstanceState() : JsonSerializer.Deserialize<InstanceState>(json, Json)!;
}
