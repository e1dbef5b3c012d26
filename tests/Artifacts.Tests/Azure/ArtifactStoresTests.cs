namespace Foldline.Artifacts.Tests;

public sealed class ArtifactStoresTests : IDisposable
{
    private const string Secret = "U2VjcmV0U2VjcmV0U2VjcmV0";
    private const string Key = $"AccountName=acme;AccountKey={Secret}";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("file:{0}/a", "a")]
    [InlineData("file:///{0}/b c", "b c")]
    [InlineData(" FILE:{0}/d ", "d")]
    public void A_folder_is_opened(string form, string name)
    {
        var store = Open(string.Format(null, form, _folder.Path)).ShouldBeOfType<FolderArtifactStore>();
        store.Root.ShouldBe(Path.Combine(_folder.Path, name));
    }

    [Theory]
    [InlineData($"azure:DefaultEndpointsProtocol=https;{Key}", "acme", "foldline")]
    [InlineData($"azure:{Key};EndpointSuffix=core.windows.net;Container=screening-1", "acme", "screening-1")]
    [InlineData($"azure:BlobEndpoint=https://acme.blob.core.windows.net;SharedAccessSignature=sv=2024-08-04&sig={Secret};Container=abc", "acme", "abc")]
    [InlineData("azure:UseDevelopmentStorage=true", "devstoreaccount1", "foldline")]
    [InlineData($"azure:https://acme.blob.core.windows.net/campaigns?sv=2024-08-04&sr=c&sp=racwdl&sig={Secret}", "acme", "campaigns")]
    [InlineData($"azure:https://acme.blob.core.windows.net/?sv=2024-08-04&ss=b&srt=co&sp=racwdl&sig={Secret}", "acme", "foldline")]
    [InlineData("azure:https://acme.blob.core.windows.net", "acme", "foldline")]
    [InlineData("azure:https://acme.blob.core.windows.net/campaigns/", "acme", "campaigns")]
    [InlineData($"azure:http://127.0.0.1:10000/acme/abc?sv=2024-08-04&sig={Secret}", "acme", "abc")]
    public void An_account_is_opened_without_being_contacted_and_described_without_its_key(string address, string account, string container)
    {
        Open(address).ShouldBeOfType<AzureBlobArtifactStore>();
        ArtifactStores.Describe(address).ShouldBe($"container '{container}' of storage account '{account}'");
    }

    [Theory]
    [InlineData("", "not named")]
    [InlineData("/data/blobs", "without its kind")]
    [InlineData("s3:bucket", "'s3:' is no kind")]
    [InlineData("gopher:hole", "'gopher:' is no kind")]
    [InlineData("file:", "names no folder")]
    [InlineData("file:a\0b", "zero character")]
    [InlineData("file://host/share", "names a host")]
    [InlineData("azure:", "names no account")]
    [InlineData("azure:acme", "not an address")]
    [InlineData($"azure:AccountName=acme;AccountKey={Secret}!not-base64", "not an address")]
    [InlineData($"azure:AccountKey={Secret}", "not an address")]
    [InlineData($"azure:AccountName=acme;{Secret}", "not an address")]
    [InlineData($"azure:{Key};Container=a;Container=b", "more than one")]
    [InlineData($"azure:{Key};Container=../../etc", "cannot be a container's name")]
    [InlineData($"azure:{Key};Container=UPPER", "cannot be a container's name")]
    [InlineData($"azure:{Key};Container=a--b", "cannot be a container's name")]
    [InlineData($"azure:{Key};Container=abc?comp=list", "cannot be a container's name")]
    [InlineData($"azure:{Key};Container=abc%2F..%2Fother", "cannot be a container's name")]
    [InlineData($"azure:{Key};Container=abc\r\nx-ms-owner: mallory", "cannot be a container's name")]
    [InlineData($"azure:https://acme.blob.core.windows.net/abc/more?sig={Secret}", "goes on after the container")]
    [InlineData($"azure:https://acme.blob.core.windows.net/abc?token={Secret}", "lacks sig=")]
    [InlineData($"azure:https://user:{Secret}@acme.blob.core.windows.net/abc", "no user name")]
    [InlineData("azure:http://acme.blob.core.windows.net/abc", "only shown to an https URL")]
    [InlineData($"azure:https://?sig={Secret}", "not an address")]
    [InlineData($"{Key}", "without its kind")]
    [InlineData($"DefaultEndpointsProtocol=https;BlobEndpoint=https://x;{Key}", "without its kind")]
    public void A_malformed_address_gets_a_sentence_that_repeats_no_secret(string address, string expected)
    {
        var error = Should.Throw<StoreAddressException>(() => Open(address));
        error.Message.ShouldContain(expected);
        error.Message.ShouldEndWith(".");
        error.ToString().ShouldNotContain(Secret);
        error.Message.ShouldNotContain('\n');
        Should.Throw<StoreAddressException>(() => ArtifactStores.Describe(address)).ToString().ShouldNotContain(Secret);
    }

    private IArtifactStore Open(string address) => ArtifactStores.Open(address, new AzureBlobOptions(Path.Combine(_folder.Path, "cache")));
}
