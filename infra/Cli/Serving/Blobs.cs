using Foldline.Artifacts;
using Foldline.Sequences;

namespace Foldline.Cli.Serving;

/// <summary>Opens the artifact store that <c>--blobs</c> names: <c>file:DIR</c> or <c>azure:CONNECTION</c>.</summary>
internal static class Blobs
{
    /// <exception cref="InputException">It is not named as it must be.</exception>
    public static IArtifactStore Open(string address, string dataFolder, TimeProvider time)
    {
        try
        {
            return ArtifactStores.Open(address, new AzureBlobOptions(Path.Combine(dataFolder, "blob-cache")), time);
        }
        catch (StoreAddressException fault)
        {
            throw new InputException($"--blobs: {fault.Message}", fault);
        }
    }
}
