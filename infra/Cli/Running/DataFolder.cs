namespace Foldline.Cli.Running;

/// <summary>The folder that holds state, artifacts and caches.</summary>
public static class DataFolder
{
    /// <summary>The environment variable that names it where no option does.</summary>
    public const string Variable = "FOLDLINE_DATA";

    /// <summary>The full path: the option, else <see cref="Variable"/>, else <c>foldline-data</c> in the current folder.</summary>
    public static string Resolve(string? option)
    {
        string? named = option ?? Environment.GetEnvironmentVariable(Variable);
        return Path.GetFullPath(string.IsNullOrWhiteSpace(named) ? "foldline-data" : named);
    }
}
