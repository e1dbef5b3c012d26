using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>What a frame is doing.</summary>
internal enum FrameStatus
{
    /// <summary>A container with children at work.</summary>
    Open,

    /// <summary>An activity that may run now.</summary>
    Ready,

    /// <summary>An activity with an attempt under way.</summary>
    Running,

    /// <summary>An activity that waits for its time.</summary>
    Waiting,

    /// <summary>A node that waits for other instances to end.</summary>
    Suspended,

    /// <summary>An activity that failed for good.</summary>
    Failed,
}

/// <summary>One execution of one node that has not ended: an entry of the instance's durable state.</summary>
internal sealed class Frame
{
    /// <summary>Number within the instance; never used twice.</summary>
    public int Id { get; init; }

    /// <summary>The frame of the container; <c>null</c> for the root.</summary>
    public int? Parent { get; init; }

    /// <summary>The node's id in the definition.</summary>
    public string Node { get; init; } = "";

    public FrameStatus Status { get; set; }

    /// <summary>Position in a sequence or loop.</summary>
    public int Index { get; set; }

    /// <summary>Arrows of a flowchart that arrived at a join and wait for the others, by target.</summary>
    public Dictionary<string, List<int>>? Arrivals { get; set; }

    /// <summary>What a loop goes through, as it was when the loop began.</summary>
    public List<JsonNode?>? Items { get; set; }

    /// <summary>For the body of a loop: which item it works on; the frame of the loop holds the items.</summary>
    public int? LoopIndex { get; set; }

    /// <summary>Variables the container declares, by id.</summary>
    public Dictionary<string, JsonNode?>? Variables { get; set; }

    /// <summary>When a waiting frame becomes ready, in milliseconds since 1970.</summary>
    public long? DueAt { get; set; }

    /// <summary>Attempts begun.</summary>
    public int Attempts { get; set; }

    /// <summary>Transient failures so far.</summary>
    public int TransientFailures { get; set; }

    /// <summary>The rung of the ladder the next attempt stands on.</summary>
    public int Rung { get; set; }

    /// <summary>Where the attempts stood that ended with their process.</summary>
    public List<string>? LostAt { get; set; }

    /// <summary>Committed frames to execute again before this one, because an artifact of theirs is gone; the last first.</summary>
    public List<RepairStep>? Repairs { get; set; }

    /// <summary>Repairs made for this frame, to stop where storage loses everything.</summary>
    public int RepairsMade { get; set; }
}

/// <summary>A committed execution that has to run again because an artifact it made is gone.</summary>
/// <param name="Frame">Its number within the instance.</param>
/// <param name="Node">Its node.</param>
internal sealed record RepairStep(int Frame, string Node);
