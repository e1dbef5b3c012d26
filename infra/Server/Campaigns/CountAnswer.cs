namespace Foldline.Server.Campaigns;

/// <summary>How many targets a request concerned.</summary>
/// <param name="Targets">The number.</param>
/// <param name="Notices">What the reader changed or passed over.</param>
public sealed record CountAnswer(int Targets, IReadOnlyList<string>? Notices = null);
