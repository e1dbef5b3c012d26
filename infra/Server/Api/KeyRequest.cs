namespace Foldline.Server.Api;

/// <summary>A key to be made in the caller's project.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Scope">read, submit or admin.</param>
/// <param name="ExpiresAt">When it ends by itself; absent for never.</param>
public sealed record KeyRequest(string? Name, string? Scope, DateTimeOffset? ExpiresAt);
