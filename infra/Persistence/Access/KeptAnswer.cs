namespace Foldline.Persistence.Access;

/// <summary>What stands under an idempotency key.</summary>
/// <param name="Fingerprint">Hash of the request that was first sent with it.</param>
/// <param name="Status">Its answer's status; <c>null</c> while it is being worked on.</param>
/// <param name="Location">Its answer's Location header.</param>
/// <param name="Body">Its answer's body, JSON.</param>
/// <param name="CreatedAt">When it was first sent.</param>
public sealed record KeptAnswer(string Fingerprint, int? Status, string? Location, string? Body, DateTimeOffset CreatedAt);
