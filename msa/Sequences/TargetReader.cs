using System.Collections.Immutable;

namespace Foldline.Sequences;

/// <summary>
/// Reads what the user wants folded: FASTA (a colon between the chains of one complex), CSV (<c>id,sequence</c>), AlphaFold 3 JSON, AlphaFold Server JSON and
/// Protenix JSON, told apart by content; any of them may be gzip. A folder stands for the input files directly in it.
/// </summary>
public static class TargetReader
{
    private static readonly string[] Endings = [".fasta", ".fa", ".faa", ".fas", ".json", ".csv"];

    /// <summary>Reads all inputs. Faults of single targets are collected in the batch.</summary>
    /// <param name="paths">Files and folders, in the order their targets shall have.</param>
    /// <param name="cancellationToken">Stops between two targets.</param>
    /// <exception cref="InputException">A path does not exist, a file is empty or in no known format, or two targets have the same name.</exception>
    public static async Task<TargetBatch> ReadAsync(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        var jobs = new List<InputJob>();
        foreach (var file in paths.SelectMany(Files)) jobs.AddRange(Jobs(file, await InputFile.ReadTextAsync(file, cancellationToken).ConfigureAwait(false), mayReadFiles: true));
        return await BuildAsync(jobs, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The same of texts that somebody sent, each with a name for messages. Nothing in them can name a file: alignments must be in the text itself.
    /// </summary>
    /// <param name="texts">Names and texts, in the order their targets shall have.</param>
    /// <param name="cancellationToken">Stops between two targets.</param>
    /// <exception cref="InputException">A text is empty or in no known format, or two targets have the same name.</exception>
    public static Task<TargetBatch> ReadTextsAsync(IEnumerable<(string Name, string Text)> texts, CancellationToken cancellationToken = default) =>
        BuildAsync([.. texts.SelectMany(text => Jobs(text.Name, text.Text, mayReadFiles: false))], cancellationToken);

    /// <summary>The same of one file that somebody left, plain or gzip. Nothing in it can name another file.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="content">Its content, at its start and seekable; the caller disposes it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">The content is empty or in no known format, or two targets have the same name.</exception>
    /// <exception cref="IOException">The content cannot be read.</exception>
    public static async Task<TargetBatch> ReadContentAsync(string name, Stream content, CancellationToken cancellationToken = default) =>
        await ReadTextsAsync([(name, await InputFile.TextAsync(name, content, cancellationToken).ConfigureAwait(false))], cancellationToken).ConfigureAwait(false);

    private static async Task<TargetBatch> BuildAsync(IReadOnlyList<InputJob> jobs, CancellationToken cancellationToken)
    {
        var targets = ImmutableArray.CreateBuilder<Target>();
        var faults = ImmutableArray.CreateBuilder<TargetFault>();
        var notices = new List<string>();
        var taken = new Dictionary<string, InputJob>(StringComparer.OrdinalIgnoreCase);
        foreach (var job in jobs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = SafeName(job, notices);
            if (!taken.TryAdd(name, job)) throw Duplicate(name, taken[name], job);
            try
            {
                targets.Add(await job.BuildAsync(name, notices, cancellationToken).ConfigureAwait(false));
            }
            catch (InputException fault)
            {
                faults.Add(new TargetFault(name, job.Origin, $"{job.Origin}: target '{name}': {fault.Message}"));
            }
        }
        if (taken.Count == 0) throw new InputException("No input was given; name at least one FASTA, CSV or JSON file.");
        return new TargetBatch(targets.ToImmutable(), faults.ToImmutable(), [.. notices]);
    }

    private static IEnumerable<string> Files(string path)
    {
        if (!Directory.Exists(path)) return File.Exists(path) ? [path] : throw new InputException($"{path} does not exist.");
        var files = Directory.EnumerateFiles(path).Where(IsInput).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new InputException($"{path} holds no input; files ending in {string.Join(", ", Endings)} (also .gz) are read.");
    }

    private static bool IsInput(string path)
    {
        var bare = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Endings.Any(ending => bare.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    private static IReadOnlyList<InputJob> Jobs(string path, string text, bool mayReadFiles)
    {
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty) throw new InputException(text.Length == 0 ? $"{path} is empty (0 bytes)." : $"{path} holds nothing but blanks.");
        return start[0] switch
        {
            '>' or ';' => FastaReader.Jobs(path, text),
            '{' or '[' => JsonJobs.Of(path, text, mayReadFiles),
            _ when CsvReader.LooksLikeCsv(start) => CsvReader.Jobs(path, text),
            _ => throw new InputException(
                $"{path} is neither FASTA (starts with '>'), nor JSON (starts with '{{' or '['), nor CSV (first line names the columns id and sequence)."),
        };
    }

    private static string SafeName(InputJob job, List<string> notices)
    {
        var name = TargetName.Sanitise(job.Name);
        if (name.Length == 0)
        {
            name = TargetName.Sanitise(job.Origin[(job.Origin.LastIndexOfAny(['/', '\\']) + 1)..].Replace(", ", "-"));
            notices.Add($"{job.Origin}: the target has no usable name and is called '{name}'.");
        }
        else if (name != job.Name) notices.Add($"{job.Origin}: the target '{job.Name}' is called '{name}', which is safe as a file name.");
        return name;
    }

    private static InputException Duplicate(string name, InputJob first, InputJob second)
    {
        var written = first.Name == second.Name ? "" : $" ('{first.Name}' and '{second.Name}' become the same file name)";
        return new InputException($"Two targets are called '{name}'{written}: {first.Origin} and {second.Origin}. Every target needs a name of its own.");
    }
}
