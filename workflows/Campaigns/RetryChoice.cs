namespace Foldline.Workflows;

/// <summary>Which ended targets are tried again.</summary>
[Flags]
public enum RetryChoice
{
    /// <summary>Those that failed.</summary>
    Failed = 1,

    /// <summary>Those put aside because they ended their process.</summary>
    Quarantined = 2,
}
