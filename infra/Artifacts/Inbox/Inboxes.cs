namespace Foldline.Artifacts;

/// <summary>Opens the inbox that a text names: the full path of a folder, or <c>azure:CONNECTION</c> with a container.</summary>
public static class Inboxes
{
    private const string Azure = "azure:";

    /// <summary>Opens it; nothing is read yet.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreAddressException">The text is neither form; the message repeats no secret.</exception>
    public static IInbox Open(string address, TimeProvider time) =>
        IsContainer(address) ? new ContainerInbox(AzureBlobAddress.Parse(address[Azure.Length..]), time) : new FolderInbox(Folder(address), time);

    /// <summary>The address as a page or a log may show it, without any key.</summary>
    /// <exception cref="StoreAddressException">The text is neither form.</exception>
    public static string Describe(string address) => IsContainer(address) ? AzureBlobAddress.Parse(address[Azure.Length..]).ToString() : Folder(address);

    /// <summary>Whether it is a container, which all machines see, and not a folder of one.</summary>
    public static bool IsContainer(string address) => address.StartsWith(Azure, StringComparison.OrdinalIgnoreCase);

    private static string Folder(string address) => Path.IsPathFullyQualified(address) && !address.Contains('\0') ? address
        : throw new StoreAddressException("What is watched is named by a folder's full path, or as azure: followed by a connection string, a SAS URL or an https URL with a container.");
}
