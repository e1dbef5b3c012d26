namespace Foldline.Search;

/// <summary>Reads from a program's end what kind of fault it was and what the user can do.</summary>
internal static class SearchFaults
{
    private static readonly (string Word, SearchFaultKind Kind, string Remedy)[] Words =
    [
        ("No space left on device", SearchFaultKind.Resource, "Free space in the temporary folder or choose another one."),
        ("Disk quota exceeded", SearchFaultKind.Resource, "Free space in the temporary folder or choose another one."),
        ("write failed", SearchFaultKind.Resource, "Check that the temporary folder has space and can be written."),
        ("Cannot allocate memory", SearchFaultKind.Resource, "Run fewer searches at once, or use a machine with more memory."),
        ("allocation", SearchFaultKind.Resource, "Run fewer searches at once, or use a machine with more memory."),
        ("malloc", SearchFaultKind.Resource, "Run fewer searches at once, or use a machine with more memory."),
        ("bad_alloc", SearchFaultKind.Resource, "Run fewer searches at once, or use a machine with more memory."),
        ("out of memory", SearchFaultKind.Resource, "Run fewer searches at once, or use a machine with more memory."),
        ("error while loading shared libraries", SearchFaultKind.MissingTool, HmmerInstallation.Remedy),
        ("slurp", SearchFaultKind.Transient, "The database could not be read; check the disk it lies on."),
        ("Input/output error", SearchFaultKind.Transient, "The disk reported an error; check it."),
        ("Stale file handle", SearchFaultKind.Transient, "The network share lost the file; it will be tried again."),
        ("Parse failed", SearchFaultKind.Deterministic, "Check that the database is a plain protein FASTA file."),
        ("misformatted", SearchFaultKind.Deterministic, "Check that the database is a plain protein FASTA file."),
        ("isn't rewindable", SearchFaultKind.Deterministic, "HMMER needs a plain file; unpack the database."),
        ("Failed to parse command line", SearchFaultKind.Deterministic, "This jackhmmer does not know an option; version 3.3 or newer is needed."),
        ("Failed to open", SearchFaultKind.Deterministic, "Check that the file exists and can be read."),
    ];

    /// <summary>The kind and the remedy for an exit code (128 + signal where a signal ended it) and the program's last words.</summary>
    public static (SearchFaultKind Kind, string Remedy) Classify(int exitCode, string lastWords)
    {
        foreach (var (word, kind, remedy) in Words)
            if (lastWords.Contains(word, StringComparison.OrdinalIgnoreCase)) return (kind, remedy);
        return exitCode switch
        {
            126 or 127 => (SearchFaultKind.MissingTool, HmmerInstallation.Remedy),
            137 => (SearchFaultKind.Resource, "It was killed, most likely for memory; run fewer searches at once, or use a machine with more memory."),
            143 => (SearchFaultKind.Transient, "It was told to end, as happens when a machine is taken away; it will be tried again."),
            _ => (SearchFaultKind.Transient, "It will be tried again; if it fails the same way, run the command by hand."),
        };
    }
}
