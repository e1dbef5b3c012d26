namespace Foldline.Workflows;

/// <summary>What one process needs for the instances of one run.</summary>
internal sealed record RunTools(RunRecord Run, WorkflowPlan Plan, InstanceSteps Steps, AttemptRunner Attempts);
