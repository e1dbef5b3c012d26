namespace Foldline.Workflows;

/// <summary>Another writer changed an instance between loading and committing it.</summary>
public sealed class StaleInstanceException(long instanceKey) : Exception($"Instance {instanceKey} was changed by another worker; load it again.");
