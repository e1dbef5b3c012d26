using System.Text.RegularExpressions;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace Foldline.Artifacts;

/// <summary>Which container of which storage account, and with what right. No member and no message gives the key away.</summary>
public sealed partial class AzureBlobAddress
{
    /// <summary>The container where the address names none.</summary>
    public const string DefaultContainer = "foldline";

    private const string Forms =
        "Expected is a connection string (DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…, optionally ;Container=NAME), " +
        "a SAS URL (https://ACCOUNT.blob.core.windows.net/CONTAINER?sv=…&sig=…), or https://ACCOUNT.blob.core.windows.net/CONTAINER for a managed identity.";

    private readonly Func<BlobClientOptions, BlobContainerClient> _connect;

    private AzureBlobAddress(Func<BlobClientOptions, BlobContainerClient> connect)
    {
        _connect = connect;
        var client = connect(new BlobClientOptions());
        Account = client.AccountName;
        Container = client.Name;
        if (string.IsNullOrEmpty(Account)) throw new StoreAddressException($"The address names no storage account. {Forms}");
        if (!ContainerName().IsMatch(Container))
            throw new StoreAddressException(
                $"'{Shown(Container)}' cannot be a container's name: 3 to 63 lower-case letters, digits and single hyphens are expected.");
    }

    /// <summary>The storage account.</summary>
    public string Account { get; }

    /// <summary>The container in it.</summary>
    public string Container { get; }

    /// <summary>
    /// Reads a connection string (a key, a SAS, or <c>UseDevelopmentStorage=true</c>), a SAS URL, or an account's https URL, which is opened with the
    /// identity of the machine or user.
    /// </summary>
    /// <exception cref="StoreAddressException">It is none of these; the message does not repeat it.</exception>
    public static AzureBlobAddress Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0) throw new StoreAddressException($"azure: names no account. {Forms}");
        try
        {
            if (new[] { "https://", "http://" }.Any(scheme => trimmed.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))) return FromUrl(trimmed);
            if (trimmed.Contains('=')) return FromConnectionString(trimmed);
        }
        catch (Exception error) when (error is not StoreAddressException
                                      && error is FormatException or ArgumentException or IndexOutOfRangeException
                                          or KeyNotFoundException or InvalidOperationException)
        {
            // The library's message may quote the text, and with it the key.
        }
        throw new StoreAddressException($"What follows azure: is not an address of a storage account. {Forms}");
    }

    /// <summary>Container and account, for messages.</summary>
    public override string ToString() => $"container '{Container}' of storage account '{Account}'";

    internal BlobContainerClient Connect(BlobClientOptions options) => _connect(options);

    private static AzureBlobAddress FromUrl(string text)
    {
        var url = new Uri(text, UriKind.Absolute);
        if (url.UserInfo.Length > 0) throw new StoreAddressException($"The URL of a storage account carries no user name. {Forms}");
        var parts = new BlobUriBuilder(url);
        if (parts.BlobName.Length > 0)
            throw new StoreAddressException("The URL goes on after the container; name a container, the store chooses the names in it.");
        if (parts.BlobContainerName.Length == 0) parts.BlobContainerName = DefaultContainer;
        if (parts.Sas is not null) return new AzureBlobAddress(options => new BlobContainerClient(parts.ToUri(), options));
        if (url.Query.Length > 1) throw new StoreAddressException($"What follows the question mark is not a shared access signature: it lacks sig=. {Forms}");
        if (url.Scheme != Uri.UriSchemeHttps)
            throw new StoreAddressException("A managed identity is only shown to an https URL; write https://, or give a connection string or a SAS URL.");
        return new AzureBlobAddress(options => new BlobContainerClient(parts.ToUri(), new DefaultAzureCredential(), options));
    }

    private static AzureBlobAddress FromConnectionString(string text)
    {
        var settings = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var own = settings.Where(setting => setting.StartsWith("Container=", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (own.Length > 1) throw new StoreAddressException("The connection string names more than one Container=; name one.");
        var container = own.Length == 0 ? DefaultContainer : own[0]["Container=".Length..];
        var rest = string.Join(';', settings.Except(own));
        return new AzureBlobAddress(options => new BlobContainerClient(rest, container, options));
    }

    private static string Shown(string name) => new([.. name.Take(63).Select(letter => char.IsControl(letter) ? '?' : letter)]);

    [GeneratedRegex(@"^(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();
}
