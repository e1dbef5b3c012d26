using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>The attempt that asks for a unit of work.</summary>
internal sealed record UnitRequester(string RunId, long InstanceKey, int Frame, Func<Exception, FailureVerdict> Classify, Action<RunEventKind, string,
    FailureVerdict?> Tell);
