namespace Foldline;

/// <summary>Where the tests find the repository, and the reference material that may lie beside it.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Pipeline.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full reference, or <c>null</c> on a machine that has only the cases in tests/Golden.</summary>
    public static string? Reference { get; } = Existing(Path.Combine(Root, "..", "shared", "reference"));

    /// <summary>Real sequences, structures and components beside the reference, or <c>null</c>.</summary>
    public static string? SharedData { get; } = Existing(Path.Combine(Root, "..", "shared", "data"));

    /// <summary>The cases every machine has.</summary>
    public static string Golden { get; } = Path.Combine(Root, "tests", "Golden");

    /// <summary>A path in the reference; the test is reported as skipped, by name, where the reference is absent.</summary>
    public static string RequireReference(string relative)
    {
        if (Reference is null) Assert.Skip($"../shared/reference is not here; {relative} is not compared.");
        return Path.Combine(Reference!, relative);
    }

    /// <summary>A path in the shared data; the test is reported as skipped where it is absent.</summary>
    public static string RequireSharedData(string relative)
    {
        if (SharedData is null) Assert.Skip($"../shared/data is not here; {relative} is not used.");
        return Path.Combine(SharedData!, relative);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No Pipeline.sln above {AppContext.BaseDirectory}.");
    }

    private static string? Existing(string path) => Directory.Exists(path) ? Path.GetFullPath(path) : null;
}
