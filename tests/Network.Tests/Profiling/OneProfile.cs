namespace Foldline.Network.Tests.Profiling;

/// <summary>A profile hears of every module in the process, so these tests run after all others, one at a time.</summary>
[CollectionDefinition("one profile at a time", DisableParallelization = true)]
public sealed class OneProfile;
