using Foldline.Persistence.Access;

namespace Foldline.Server.Access;

/// <summary>The first key: made when there is none, written to a file that only its owner may read.</summary>
/// <param name="keys">Makes it.</param>
/// <param name="store">Knows whether there is one.</param>
public sealed class AdminKeyFile(ApiKeys keys, KeyStore store)
{
    /// <summary>The project of the first key.</summary>
    public const string FirstProject = "default";

    /// <summary>Writes <c>FOLDER/admin.key</c> where no key exists yet and returns its path; <c>null</c> where one does.</summary>
    public async Task<string?> WriteFirstAsync(string folder, CancellationToken cancellationToken)
    {
        if (await store.AnyAsync(cancellationToken)) return null;
        var path = Path.Combine(folder, "admin.key");
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // A file left from before keeps its mode when it is opened, so it goes first.
        File.Delete(path);
        await using var writer = new StreamWriter(path, options);
        var made = await keys.CreateAsync("first admin", FirstProject, AccessScope.Admin, null, cancellationToken);
        await writer.WriteLineAsync(made.Text.AsMemory(), cancellationToken);
        return path;
    }
}
