namespace Foldline.Persistence.Access;

/// <summary>Table <c>access_requests</c>: answers kept under an idempotency key.</summary>
internal sealed class RequestRow
{
    public required string Project { get; set; }

    public required string Key { get; set; }

    public required string Fingerprint { get; set; }

    /// <summary><c>null</c> while the first request is still being worked on.</summary>
    public int? Status { get; set; }

    public string? Location { get; set; }

    public string? Body { get; set; }

    public long CreatedAt { get; set; }
}
