using System.Text.Json.Nodes;

namespace Foldline.Server.Campaigns;

/// <summary>A campaign to submit. Targets may also come as files: then this is the part named <c>campaign</c> of a multipart form, and the files are the others.</summary>
public sealed record CampaignRequest
{
    /// <summary>What to call it.</summary>
    public string? Name { get; init; }

    /// <summary>The workflow's definition id; default <c>fold</c>, its published version.</summary>
    public string? Workflow { get; init; }

    /// <summary>A version of it other than the published one.</summary>
    public int? WorkflowVersion { get; init; }

    /// <summary>Values of the workflow's inputs that all targets share, such as Seeds, Samples, Steps, Cycles, UseMsa and Databases (names the server knows).</summary>
    public JsonObject? Inputs { get; init; }

    /// <summary>Targets: <c>{"name", "sequence"}</c> with ':' between chains, or jobs of AlphaFold 3 or Protenix.</summary>
    public JsonArray? Targets { get; init; }

    /// <summary>Targets as FASTA text; ':' joins the chains of a complex.</summary>
    public string? Fasta { get; init; }

    /// <summary>Higher runs earlier than other campaigns, -1000 to 1000; default 0.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether identical targets are computed once; default true.</summary>
    public bool? Deduplicate { get; init; }

    /// <summary>Targets under way at once, at most.</summary>
    public int? Window { get; init; }

    /// <summary>What it may spend before it pauses.</summary>
    public BudgetRequest? Budgets { get; init; }

    /// <summary>More seeds only for targets whose score lies in a band.</summary>
    public AdaptiveRequest? Adaptive { get; init; }
}
