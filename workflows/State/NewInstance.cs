namespace Foldline.Workflows;

/// <summary>An instance to add to a run.</summary>
/// <param name="Name">Unique in the run.</param>
/// <param name="InputsJson">Values of the workflow's inputs, complete with defaults.</param>
/// <param name="InputsHash">SHA-256 of them.</param>
/// <param name="Priority">Higher runs earlier.</param>
/// <param name="CreatedAt">When.</param>
public sealed record NewInstance(string Name, string InputsJson, string InputsHash, int Priority, DateTimeOffset CreatedAt);
