using System.Collections.Concurrent;
using System.Collections.Immutable;
using Foldline.Search;
using Foldline.Sequences;

namespace Foldline.Activities.Search;

/// <summary>What a process needs to search: the program, its options, the cores to share, and what it knows of its databases.</summary>
/// <param name="options">How jackhmmer searches.</param>
/// <param name="budget">The cores all searches share.</param>
/// <param name="installation">The program.</param>
/// <param name="cacheFolder">Where the bundled database is unpacked.</param>
/// <param name="temporaryFolder">Where searches write while they run.</param>
/// <param name="time">The clock.</param>
/// <param name="known">Files of the databases at hand, by name: work may name them without saying where they lie.</param>
public sealed class SearchHost(
    JackhmmerOptions options, CoreBudget budget, HmmerInstallation installation, string cacheFolder, string temporaryFolder, TimeProvider time,
    IReadOnlyDictionary<string, string>? known = null)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<DatabaseFingerprint>>> _fingerprints = new(StringComparer.Ordinal);

    /// <summary>How jackhmmer searches.</summary>
    public JackhmmerOptions Options => options;

    /// <summary>The cores all searches share.</summary>
    public CoreBudget Budget => budget;

    /// <summary>The program.</summary>
    public HmmerInstallation Installation => installation;

    /// <summary>How one sequence is searched in one database.</summary>
    public ISequenceSearch Search { get; } = new JackhmmerSearch(installation, options, temporaryFolder, budget, time);

    /// <summary>
    /// The databases a definition names as <c>NAME</c>, for one that this machine has at hand, or as <c>NAME=PATH</c>; none means the bundled one.
    /// </summary>
    /// <exception cref="InputException">A database is named wrongly or its file cannot be used.</exception>
    public async Task<ImmutableArray<SequenceDatabase>> DatabasesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0) return [await BundledDatabase.UnpackAsync(cacheFolder, cancellationToken)];
        var databases = ImmutableArray.CreateBuilder<SequenceDatabase>(names.Count);
        foreach (var name in names)
        {
            var equals = name.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 && known?.GetValueOrDefault(name) is { } path)
            {
                databases.Add(Valid(SequenceDatabase.Named(name, path)));
                continue;
            }
            if (equals < 0 && known is not null)
                throw new InputException($"Database '{name}' is not at hand on this machine; it has {(known.Count > 0 ? string.Join(", ", known.Keys) : "none")}.");
            if (equals <= 0 || equals == name.Length - 1) throw new InputException($"Database '{name}': write NAME=PATH, for example uniref90=/data/uniref90.fasta.");
            databases.Add(Valid(SequenceDatabase.Named(name[..equals], name[(equals + 1)..])));
        }
        return databases.MoveToImmutable();
    }

    private static SequenceDatabase Valid(SequenceDatabase database)
    {
        database.Validate();
        return database;
    }

    /// <summary>Which content a database has; computed once for each process.</summary>
    public Task<DatabaseFingerprint> FingerprintAsync(SequenceDatabase database) =>
        _fingerprints.GetOrAdd(database.Path, path => new Lazy<Task<DatabaseFingerprint>>(() => DatabaseFingerprint.ComputeAsync(path))).Value;
}
