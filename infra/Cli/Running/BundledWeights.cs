using Foldline.Network.Configuration;

namespace Foldline.Cli.Running;

/// <summary>The demonstration weights that come with the program, and the entries they were trained on.</summary>
public static class BundledWeights
{
    /// <summary>The folder with both.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Demonstration");

    /// <summary>The file of the demonstration weights.</summary>
    public static string File { get; } = Path.Combine(Folder, NetworkRegistry.Demo + ".safetensors");

    /// <summary>The bundled weights of a network; <c>null</c> where there are none.</summary>
    public static string? For(NetworkConfiguration network) => network.Name == NetworkRegistry.Demo && System.IO.File.Exists(File) ? File : null;
}
