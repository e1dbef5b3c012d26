namespace Foldline.Artifacts;

/// <summary>
/// The blob service did not answer, or only with failures that pass, for as long as the store was told to try. Trying again later may succeed.
/// </summary>
/// <param name="address">The container and account.</param>
/// <param name="reason">The last failure: a status and code, or what the network said.</param>
/// <param name="tried">How long it was tried.</param>
public sealed class BlobUnavailableException(AzureBlobAddress address, string reason, TimeSpan tried)
    : IOException($"Blob storage is unavailable: {address} failed for {tried.TotalSeconds:0} s, last with {reason}. " +
                  "Check the network and the account's state; what was stored before is intact, and the work continues when it answers again.")
{
    /// <summary>The storage account.</summary>
    public string Account { get; } = address.Account;

    /// <summary>The container in it.</summary>
    public string Container { get; } = address.Container;
}
