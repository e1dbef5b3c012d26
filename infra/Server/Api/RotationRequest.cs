namespace Foldline.Server.Api;

/// <summary>How a key is replaced.</summary>
/// <param name="OverlapHours">How long the old one stays good, 0 to 720; default 24.</param>
public sealed record RotationRequest(double? OverlapHours);
