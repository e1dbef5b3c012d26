namespace Foldline.Workflows;

/// <summary>A target whose inputs are complete and checked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InputsJson">Values of the workflow's inputs, complete with shared ones and defaults.</param>
/// <param name="InputsHash">SHA-256 of them.</param>
/// <param name="Identity">Equal for targets that would be computed alike.</param>
/// <param name="Priority">Higher runs earlier.</param>
public sealed record PreparedTarget(string Name, string InputsJson, string InputsHash, string Identity, int Priority);
