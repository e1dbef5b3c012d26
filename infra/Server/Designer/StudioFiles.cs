using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Foldline.Server.Designer;

/// <summary>
/// The files of the npm package @elsa-workflows/elsa-studio-wasm, in the compressed form a browser takes. Only what was there at the start is served, by its
/// exact name, so no path leads out of the package.
/// </summary>
internal sealed class StudioFiles
{
    private static readonly FileExtensionContentTypeProvider Types = new(new Dictionary<string, string>(new FileExtensionContentTypeProvider().Mappings)
    {
        [".wasm"] = "application/wasm", [".dat"] = "application/octet-stream", [".webmanifest"] = "application/manifest+json", [".map"] = "application/json",
    });

    private readonly Dictionary<string, string> _files;

    private StudioFiles(Dictionary<string, string> files) => _files = files;

    /// <summary>The package under a node_modules folder, or <c>null</c> where it is not installed.</summary>
    public static StudioFiles? In(string? packages)
    {
        if (packages is null || Path.Combine(packages, "@elsa-workflows", "elsa-studio-wasm") is var root && !File.Exists(Path.Combine(root, "_framework", "blazor.webassembly.js")))
            return null;
        return new StudioFiles(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(root, file).Replace('\\', '/'), file => file, StringComparer.Ordinal));
    }

    /// <summary>Answers with a file of the package.</summary>
    /// <param name="path">Its path in the package.</param>
    /// <param name="request">The request, for what encodings it takes.</param>
    /// <param name="response">The response, for its headers.</param>
    public IResult Answer(string path, HttpRequest request, HttpResponse response)
    {
        if (path.EndsWith(".br", StringComparison.Ordinal) || path.EndsWith(".gz", StringComparison.Ordinal) || !_files.TryGetValue(path, out var plain))
            return Results.NotFound();
        var accepted = request.Headers.AcceptEncoding.ToString();
        var (file, encoding) = Encoded("br") ?? Encoded("gzip") ?? (plain, null);
        var info = new FileInfo(file);
        response.Headers.Vary = "Accept-Encoding";
        if (encoding is not null) response.Headers.ContentEncoding = encoding;
        // Names that carry a fingerprint never change their content.
        response.Headers.CacheControl = HasFingerprint(path) ? "public, max-age=31536000, immutable" : "no-cache";
        var tag = new EntityTagHeaderValue($"\"{info.Length:x}-{info.LastWriteTimeUtc.Ticks:x}\"");
        return Results.File(file, Types.TryGetContentType(path, out var type) ? type : "application/octet-stream", entityTag: tag);

        (string, string?)? Encoded(string name) =>
            accepted.Contains(name, StringComparison.OrdinalIgnoreCase) && _files.TryGetValue($"{path}.{(name == "gzip" ? "gz" : name)}", out var found) ? (found, name) : null;
    }

    private static bool HasFingerprint(string path) => path.StartsWith("_framework/", StringComparison.Ordinal)
        && Path.GetFileName(path).Split('.') is { Length: >= 3 } parts && parts[^2] is { Length: 10 } mark && mark.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter));
}
