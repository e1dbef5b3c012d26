namespace Foldline.Artifacts;

/// <summary>Opens the artifact store that a text such as <c>--blobs</c> names.</summary>
public static class ArtifactStores
{
    private const string Forms = "Expected is file:DIR for a folder, or azure: followed by a connection string, a SAS URL or an https URL of an account.";

    /// <summary>
    /// Opens <c>file:DIR</c> or <c>azure:CONNECTION</c> (see <see cref="AzureBlobAddress.Parse"/>). The Azure store is not contacted before it is used.
    /// </summary>
    /// <param name="address">Where the artifacts are.</param>
    /// <param name="azure">The local cache and the limits of a store on Azure; not used by a folder.</param>
    /// <param name="time">The clock that retries and the cache go by; the system's by default.</param>
    /// <exception cref="StoreAddressException">The text is neither form; the message says what is expected and repeats no secret.</exception>
    public static IArtifactStore Open(string address, AzureBlobOptions azure, TimeProvider? time = null)
    {
        var (scheme, place) = Split(address);
        return scheme switch
        {
            "file" => new FolderArtifactStore(FolderOf(place)),
            "azure" => new AzureBlobArtifactStore(AzureBlobAddress.Parse(place), azure, time ?? TimeProvider.System),
            _ => throw new StoreAddressException(scheme.Length == 0
                ? $"The artifact store is not named. {Forms}"
                : $"'{scheme}:' is no kind of artifact store. {Forms}"),
        };
    }

    /// <summary>The address as a page or a log may show it: the folder, or container and account without any key.</summary>
    /// <exception cref="StoreAddressException">The text is neither form.</exception>
    public static string Describe(string address)
    {
        var (scheme, place) = Split(address);
        return scheme switch
        {
            "file" => $"folder {Path.GetFullPath(FolderOf(place))}",
            "azure" => AzureBlobAddress.Parse(place).ToString(),
            _ => throw new StoreAddressException($"The artifact store is not named by a kind that exists. {Forms}"),
        };
    }

    private static (string Scheme, string Place) Split(string address)
    {
        var text = address.Trim();
        var colon = text.IndexOf(':');
        // What stands before the colon is shown in messages, so it must be a plain word: a pasted connection string is not.
        if (colon > 0 && text[..colon].All(char.IsAsciiLetterOrDigit) && colon <= 12) return (text[..colon].ToLowerInvariant(), text[(colon + 1)..]);
        return text.Length == 0 ? ("", "") : throw new StoreAddressException($"The artifact store is named without its kind. {Forms}");
    }

    private static string FolderOf(string place)
    {
        if (string.IsNullOrWhiteSpace(place)) throw new StoreAddressException("file: names no folder; write file:DIR, for example file:/data/blobs.");
        if (place.Contains('\0'))
            throw new StoreAddressException("file: names a folder with a zero character in it; write file:DIR, for example file:/data/blobs.");
        if (!place.StartsWith("//", StringComparison.Ordinal)) return place;
        if (place.StartsWith("///", StringComparison.Ordinal)) return place[2..];
        throw new StoreAddressException("file: takes a local folder, and file://HOST/ names a host; write file:/DIR or file:///DIR.");
    }
}
