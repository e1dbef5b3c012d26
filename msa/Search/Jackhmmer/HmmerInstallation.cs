using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using CliWrap;

namespace Foldline.Search;

/// <summary>The HMMER this machine has.</summary>
/// <param name="Jackhmmer">The absolute path of the program.</param>
/// <param name="Version">Its version, for example 3.3.2.</param>
public sealed partial record HmmerInstallation(string Jackhmmer, string Version)
{
    /// <summary>What to do where HMMER is missing.</summary>
    public const string Remedy = "Install HMMER (Debian, Ubuntu: apt-get install hmmer; conda: conda install -c bioconda hmmer), or name its folder (--hmmer DIR).";

    /// <summary>Whether jackhmmer knows <c>--seq_limit</c>, which AlphaFold 3's patch adds.</summary>
    public bool HasRowLimit { get; init; }

    /// <summary>Environment variables for the program, for installations that need a library path of their own; default none.</summary>
    public ImmutableDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Name and version for manifests and cache keys.</summary>
    public string Label => $"jackhmmer {Version}";

    /// <summary>Finds jackhmmer and asks it for its version.</summary>
    /// <param name="jackhmmer">The program's path or name; <c>null</c> looks for <c>jackhmmer</c> on the PATH.</param>
    /// <param name="searchPath">Folders to look in, separated as in PATH; <c>null</c> takes PATH.</param>
    /// <param name="environment">Environment variables for the program.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <exception cref="SearchException">It is not there or does not run (<see cref="SearchFaultKind.MissingTool"/>).</exception>
    public static async Task<HmmerInstallation> FindAsync(
        string? jackhmmer = null, string? searchPath = null, ImmutableDictionary<string, string?>? environment = null, CancellationToken cancellationToken = default)
    {
        var path = Locate(jackhmmer ?? "jackhmmer", searchPath) ?? throw Missing($"{jackhmmer ?? "jackhmmer"} was not found {(searchPath is null ? "on the PATH" : $"in {searchPath}")}. {Remedy}");
        var output = new StringBuilder();
        var variables = environment ?? ImmutableDictionary<string, string?>.Empty;
        try
        {
            await CliWrap.Cli.Wrap(path).WithArguments("-h").WithEnvironmentVariables(variables).WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output)).ExecuteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw Missing($"{path} cannot be started: {fault.Message} {Remedy}", fault);
        }
        var text = output.ToString();
        var version = VersionLine().Match(text);
        if (!version.Success) throw Missing($"{path} does not answer like HMMER's jackhmmer when asked for its version. {Remedy}");
        return new HmmerInstallation(path, version.Groups[1].Value) { HasRowLimit = text.Contains("--seq_limit", StringComparison.Ordinal), Environment = variables };
    }

    private static SearchException Missing(string message, Exception? inner = null) => new(SearchFaultKind.MissingTool, message, inner) { Tool = "jackhmmer" };

    private static string? Locate(string program, string? searchPath)
    {
        if (program.Contains(Path.DirectorySeparatorChar)) return File.Exists(program) ? Path.GetFullPath(program) : null;
        var folders = searchPath ?? System.Environment.GetEnvironmentVariable("PATH") ?? $"/usr/local/bin{Path.PathSeparator}/usr/bin";
        return folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.GetFullPath(Path.Combine(folder, program))).FirstOrDefault(File.Exists);
    }

    [GeneratedRegex(@"^# HMMER (\S+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex VersionLine();
}
