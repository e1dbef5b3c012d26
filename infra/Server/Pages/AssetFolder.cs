using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using Foldline.Server.Packages;

namespace Foldline.Server.Pages;

/// <summary>What pages load: our own files, which travel inside the program, and Mol*, which npm installs.</summary>
/// <param name="packages">Where npm's packages are.</param>
public sealed class AssetFolder(PackageShelf packages)
{
    private static readonly Assembly Home = typeof(AssetFolder).Assembly;

    private static readonly Dictionary<string, (string File, string Type)> Packages = new(StringComparer.Ordinal)
    {
        ["molstar/molstar.js"] = ("molstar/build/viewer/molstar.js", "text/javascript; charset=utf-8"),
        ["molstar/light.css"] = ("molstar/build/viewer/theme/light.css", "text/css; charset=utf-8"),
        ["molstar/dark.css"] = ("molstar/build/viewer/theme/dark.css", "text/css; charset=utf-8"),
    };

    private readonly ConcurrentDictionary<string, Asset> _known = new(StringComparer.Ordinal);

    /// <summary>Whether Mol* is installed; without it pages draw the structure themselves, more simply.</summary>
    public bool HasViewer => Find("molstar/molstar.js") is not null;

    /// <summary>A file by its address under /assets, or <c>null</c>. Only listed names are looked for, so no address leads anywhere else.</summary>
    public Asset? Find(string name)
    {
        if (_known.TryGetValue(name, out var known)) return known;
        // What is not there is not remembered: any address may be asked for.
        return Load(name) is { } asset ? _known.GetOrAdd(name, asset) : null;
    }

    private Asset? Load(string name)
    {
        if (Packages.TryGetValue(name, out var package))
        {
            if (packages.Folder is not { } folder || Path.Combine(folder, package.File) is not { } path || !File.Exists(path)) return null;
            return Asset.Of(File.ReadAllBytes(path), package.Type);
        }
        if (name.Length > 100 || Home.GetManifestResourceStream("assets/" + name) is not { } stream) return null;
        using (stream)
        {
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Asset.Of(bytes, Path.GetExtension(name) switch { ".js" => "text/javascript; charset=utf-8", ".css" => "text/css; charset=utf-8", _ => "image/svg+xml" });
        }
    }

    /// <summary>A file to serve.</summary>
    /// <param name="Bytes">Its content.</param>
    /// <param name="Type">Its media type.</param>
    /// <param name="Tag">A hash of its content.</param>
    public sealed record Asset(byte[] Bytes, string Type, string Tag)
    {
        internal static Asset Of(byte[] bytes, string type) => new(bytes, type, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
    }
}
