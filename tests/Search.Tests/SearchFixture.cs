using System.Collections.Immutable;

namespace Foldline.Search.Tests;

/// <summary>A folder, a database and a stand-in for jackhmmer whose behaviour the test chooses.</summary>
internal sealed class SearchFixture : IDisposable
{
    public const string Query = "MKVLAAGH";

    public SearchFixture()
    {
        Directory.CreateDirectory(Root);
        DatabasePath = Write("db.fasta", ">a\nMKVLAAGH\n");
    }

    public string Root { get; } = Path.Combine(AppContext.BaseDirectory, "work", Guid.NewGuid().ToString("N"));

    public string Temporary => Path.Combine(Root, "tmp");

    public string DatabasePath { get; }

    public CoreBudget Budget { get; } = new(2);

    public SequenceDatabase Database => new() { Name = "db", Path = DatabasePath };

    public SearchRequest Request => new(Query, Database, "t1");

    /// <summary>What searches left behind.</summary>
    public string[] Leftovers => Directory.Exists(Temporary) ? Directory.GetFileSystemEntries(Temporary) : [];

    public string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, text);
        return path;
    }

    public static HmmerInstallation Fake(string mode, params (string Name, string Value)[] variables) =>
        new(Path.Combine(AppContext.BaseDirectory, "Foldline.FakeHmmer"), "9.9.9") { Environment = Variables(mode, variables) };

    public static ImmutableDictionary<string, string?> Variables(string mode, params (string Name, string Value)[] variables) =>
        variables.Append(("FAKE_HMMER", mode)).Append(("DOTNET_ROOT", DotnetRoot())).ToImmutableDictionary(pair => pair.Item1, pair => (string?)pair.Item2);

    public JackhmmerSearch Search(HmmerInstallation installation, JackhmmerOptions? options = null) =>
        new(installation, options ?? new JackhmmerOptions { FreeSpaceFloor = 0 }, Temporary, Budget, TimeProvider.System);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    // The apphost finds the runtime by this where dotnet lies in no standard place.
    private static string DotnetRoot() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
}
