using Foldline.Persistence.Access;

namespace Foldline.Server.Webhooks;

/// <summary>An entry of a delivery log.</summary>
/// <param name="Event">The event.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="State">pending, delivered or givenUp.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Status">The status of the last answer.</param>
/// <param name="Error">Why the last attempt failed.</param>
/// <param name="CreatedAt">When it was put into the log.</param>
/// <param name="NextAt">When the next attempt is due.</param>
/// <param name="EndedAt">When it was delivered or given up.</param>
public sealed record DeliveryAnswer(
    long Event, string Kind, string State, int Attempts, int? Status, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? NextAt, DateTimeOffset? EndedAt)
{
    internal static DeliveryAnswer Of(Delivery delivery) => new(delivery.EventId, delivery.Kind,
        delivery.EndedAt is null ? "pending" : delivery.Status is >= 200 and < 300 ? "delivered" : "givenUp", delivery.Attempts, delivery.Status, delivery.Error,
        delivery.CreatedAt, delivery.NextAt, delivery.EndedAt);
}
