namespace Foldline.Cli.Serving;

/// <summary>What <c>foldline serve</c> was asked to do.</summary>
public sealed record ServeSettings
{
    /// <summary>Where it listens.</summary>
    public required Uri Url { get; init; }

    /// <summary>State, artifacts and caches; a full path.</summary>
    public required string DataFolder { get; init; }

    /// <summary><c>sqlite:PATH</c> or <c>postgres:CONNECTION</c>.</summary>
    public required string Database { get; init; }

    /// <summary><c>file:DIR</c> or <c>azure:CONNECTION</c>.</summary>
    public required string Blobs { get; init; }

    /// <summary>Sequence databases callers may name, by name.</summary>
    public IReadOnlyDictionary<string, string> Databases { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether webhooks may point at this machine and private addresses.</summary>
    public bool AllowPrivateWebhooks { get; init; }

    /// <summary>A certificate with its key, for https.</summary>
    public string? Certificate { get; init; }

    /// <summary>Whether other machines may be served in the clear.</summary>
    public bool AllowRemoteHttp { get; init; }

    /// <summary>The official model name, or the one the weights fit.</summary>
    public string? Model { get; init; }

    /// <summary>A checkpoint.</summary>
    public string? Weights { get; init; }

    /// <summary><c>cpu</c>, <c>cuda[:n]</c> or <c>npu[:n]</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary><c>fp32</c> or <c>bf16</c>.</summary>
    public string Dtype { get; init; } = "fp32";

    /// <summary>Whether this process leaves all work to <c>foldline worker</c> processes.</summary>
    public bool NoWork { get; init; }

    /// <summary>How long artifacts must be unused to be removed; <c>null</c> removes none.</summary>
    public TimeSpan? CollectUnused { get; init; }
}
