namespace Foldline.Workflows;

/// <summary>What to run.</summary>
/// <param name="RunId">Names the run in the state store; the same id continues the same run.</param>
/// <param name="Definition">The workflow every instance follows.</param>
/// <param name="Instances">The instances.</param>
public sealed record RunRequest(string RunId, WorkflowDefinition Definition, IReadOnlyList<InstanceRequest> Instances)
{
    /// <summary>Continue a run the store knows; without it a known run id is an error. Default false.</summary>
    public bool Resume { get; init; }

    /// <summary>On resuming, try instances again that have failed; default true: what failed may work now. Quarantined ones stay.</summary>
    public bool RetryFailed { get; init; } = true;

    /// <summary>On resuming, try quarantined instances again, too; default false.</summary>
    public bool RetryQuarantined { get; init; }
}
