namespace Foldline.Workflows;

/// <summary>How a run stands when the runner returns.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Cancelled">Whether it was stopped from outside; it can be resumed.</param>
/// <param name="Instances">Every instance of the run, in order of submission.</param>
/// <param name="Elapsed">Time this process worked on it.</param>
public sealed record RunResult(string RunId, bool Cancelled, IReadOnlyList<InstanceResult> Instances, TimeSpan Elapsed)
{
    /// <summary>Whether every instance succeeded.</summary>
    public bool AllSucceeded => Instances.All(instance => instance.Status == InstanceStatus.Succeeded);

    /// <summary>Instances that ended without their outputs.</summary>
    public IEnumerable<InstanceResult> Failures => Instances.Where(instance => instance.Status is InstanceStatus.Failed or InstanceStatus.Quarantined);
}
