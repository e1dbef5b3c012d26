namespace Foldline.Server.Api;

/// <summary>Marks an endpoint that honours <c>Idempotency-Key</c>: the same request again gets the first one's answer.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdempotentAttribute : Attribute;
