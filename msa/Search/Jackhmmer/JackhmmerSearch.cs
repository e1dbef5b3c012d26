using System.Collections.Immutable;
using CliWrap;
using Foldline.Alignments;

namespace Foldline.Search;

/// <summary>
/// Runs jackhmmer in a process group of its own and turns its Stockholm file into A3M while reading. Whatever the end (success, failure, cancellation, time out)
/// no process and no file stays behind.
/// </summary>
public sealed class JackhmmerSearch : ISequenceSearch
{
    private const string Tool = "jackhmmer";
    private readonly HmmerInstallation _installation;
    private readonly JackhmmerOptions _options;
    private readonly string _temporaryRoot;
    private readonly CoreBudget _budget;
    private readonly TimeProvider _time;

    /// <summary>A search with an installation, in a temporary folder the caller chose.</summary>
    /// <param name="installation">The program.</param>
    /// <param name="options">How it searches.</param>
    /// <param name="temporaryRoot">Where its files may go; made when missing. Outputs reach gigabytes with full databases, so it belongs on a large disk.</param>
    /// <param name="budget">The cores all searches share.</param>
    /// <param name="time">The clock.</param>
    public JackhmmerSearch(HmmerInstallation installation, JackhmmerOptions options, string temporaryRoot, CoreBudget budget, TimeProvider time)
    {
        options.Validate();
        (_installation, _options, _temporaryRoot, _budget, _time) = (installation, options, Path.GetFullPath(temporaryRoot), budget, time);
    }

    /// <inheritdoc/>
    public async Task<SearchResult> SearchAsync(SearchRequest request, IProgress<SearchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var database = request.Database with { Path = Path.GetFullPath(request.Database.Path) };
        database.Validate();
        using var lease = await _budget.AcquireAsync(Math.Min(request.Cores ?? _options.Cores, _options.Cores), cancellationToken).ConfigureAwait(false);
        await using var workspace = OpenWorkspace(request);
        await File.WriteAllTextAsync(workspace.Query, $">query\n{request.Sequence}\n", cancellationToken).ConfigureAwait(false);

        var started = _time.GetTimestamp();
        await RunAsync(request with { Database = database }, workspace, lease.Cores, progress, cancellationToken).ConfigureAwait(false);
        var (alignment, found) = await Task.Run(() => ReadOutput(request, workspace, cancellationToken), cancellationToken).ConfigureAwait(false);
        var result = new SearchResult(A3mWriter.ToText(alignment), alignment.Depth - 1, found, _time.GetElapsedTime(started), _installation.Label);
        return database.IsShard ? Scored(request, result, alignment, workspace.Table) : result;
    }

    /// <summary>The rows that stand in the table of hits, each with its score; a row without one cannot be ordered among other shards' and is left out.</summary>
    private static SearchResult Scored(SearchRequest request, SearchResult result, Alignment alignment, string table)
    {
        try
        {
            using var reader = new StreamReader(table);
            var hits = HitTable.Read(reader).Hits.ToDictionary(hit => hit.Target, hit => new RowScore(hit.EValue, hit.Score), StringComparer.Ordinal);
            var kept = alignment.Rows.Skip(1).Where(row => hits.ContainsKey(Sequence(row))).ToList();
            return result with { A3m = A3mWriter.ToText(kept.Prepend(alignment.Rows[0])), Hits = kept.Count, Scores = [.. kept.Select(row => hits[Sequence(row)])] };
        }
        catch (Exception fault) when (fault is IOException or AlignmentFormatException or ArgumentException)
        {
            throw Fault(request, SearchFaultKind.Transient, $"it ended well but its table of hits cannot be read ({fault.Message}) It will be tried again.", inner: fault);
        }

        // The alignment adds the residues that match to the sequence's name: NAME/12-345.
        static string Sequence(AlignmentRow row) => row.Name.LastIndexOf('/') is var slash and > 0 ? row.Name[..slash] : row.Name;
    }

    private SearchWorkspace OpenWorkspace(SearchRequest request)
    {
        try
        {
            Directory.CreateDirectory(_temporaryRoot);
            if (FreeBytes() is { } free && free < _options.FreeSpaceFloor)
                throw Fault(request, SearchFaultKind.Resource,
                    $"{_temporaryRoot} has {Size(free)} free, less than the {Size(_options.FreeSpaceFloor)} a search starts with. Free space or choose another temporary folder.");
            return SearchWorkspace.Create(_temporaryRoot);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(request, SearchFaultKind.Resource, $"the temporary folder {_temporaryRoot} cannot be used: {fault.Message}", inner: fault);
        }
    }

    private async Task RunAsync(
        SearchRequest request, SearchWorkspace workspace, int cores, IProgress<SearchProgress>? progress, CancellationToken cancellationToken)
    {
        var (output, errors) = (new OutputTail(), new OutputTail());
        var arguments = JackhmmerArguments.Build(_options, request.Database, workspace.Query, workspace.Output, cores, _installation.HasRowLimit,
            request.Database.IsShard ? workspace.Table : null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = _time.CreateTimer(_ => stop.Cancel(), null, _options.Timeout, System.Threading.Timeout.InfiniteTimeSpan);
        var started = _time.GetTimestamp();
        var watch = new Watch(this, request, workspace, progress, started);
        int exitCode;
        try
        {
            var task = Command(arguments, output, errors).ExecuteAsync(stop.Token);
            using var kill = stop.Token.Register(() => ProcessGroup.Kill(task.ProcessId));
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            var watching = watch.RunAsync(task.ProcessId, stop, ended.Token);
            try
            {
                exitCode = (await task.ConfigureAwait(false)).ExitCode;
            }
            finally
            {
                await ended.CancelAsync().ConfigureAwait(false);
                await watching.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw watch.LowSpace is { } free
                ? Fault(request, SearchFaultKind.Resource,
                    $"it was stopped because {_temporaryRoot} had only {Size(free)} left. Free space or choose another temporary folder.")
                : Fault(request, SearchFaultKind.Resource, $"it was stopped after {_options.Timeout}. Allow more time, or use more cores or a smaller database.");
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw Fault(request, SearchFaultKind.MissingTool, $"{_installation.Jackhmmer} cannot be started: {fault.Message} {HmmerInstallation.Remedy}", inner: fault);
        }
        if (exitCode != 0) throw Ended(request, exitCode, errors, output);
    }

    private Command Command(ImmutableArray<string> arguments, OutputTail output, OutputTail errors)
    {
        if (!File.Exists(_installation.Jackhmmer)) throw new InvalidOperationException("the file does not exist.");
        var program = ProcessGroup.Setsid ?? _installation.Jackhmmer;
        var line = ProcessGroup.Setsid is null ? arguments : arguments.Insert(0, _installation.Jackhmmer);
        return CliWrap.Cli.Wrap(program).WithArguments(line).WithEnvironmentVariables(_installation.Environment)
            .WithValidation(CommandResultValidation.None).WithStandardOutputPipe(output.Pipe).WithStandardErrorPipe(errors.Pipe);
    }

    private static (Alignment Alignment, long Found) ReadOutput(SearchRequest request, SearchWorkspace workspace, CancellationToken cancellationToken)
    {
        if (!File.Exists(workspace.Output)) throw Fault(request, SearchFaultKind.Transient, "it ended well but wrote no alignment. It will be tried again.");
        try
        {
            var (alignment, summary) = StockholmConverter.ReadFile(workspace.Output, request.Database.RowCap, cancellationToken);
            if (alignment.Depth == 0) return (Alignment.OfQuery(request.Sequence), 0);
            return alignment.Rows[0].Letters == request.Sequence
                ? (alignment, summary.RowsInFile - 1)
                : throw Fault(request, SearchFaultKind.Deterministic, "the first row of its alignment is not the query. Check the installation of HMMER.");
        }
        catch (AlignmentFormatException fault)
        {
            throw Fault(request, SearchFaultKind.Transient, $"it ended well but its alignment cannot be read ({fault.Message}) It will be tried again.", inner: fault);
        }
    }

    private static SearchException Ended(SearchRequest request, int exitCode, OutputTail errors, OutputTail output)
    {
        var lines = errors.Lines(20) is { IsEmpty: false } written ? written : output.Lines(20);
        var (kind, remedy) = SearchFaults.Classify(exitCode, string.Join('\n', lines));
        var words = lines.IsEmpty ? "It wrote no error." : $"Its last words: {string.Join(" / ", lines.TakeLast(3)).TrimEnd('.')}.";
        return Fault(request, kind, $"it ended with exit code {exitCode}. {words} {remedy}", exitCode, lines);
    }

    private static SearchException Fault(
        SearchRequest request, SearchFaultKind kind, string sentence, int? exitCode = null, ImmutableArray<string> lines = default, Exception? inner = null) =>
        new(kind, $"{Tool} in database '{request.Database.Name}' for target '{request.Target}': {sentence}", inner)
        {
            Tool = Tool,
            Database = request.Database.Name,
            Target = request.Target,
            ExitCode = exitCode,
            LastLines = lines.IsDefault ? [] : lines,
        };

    private long? FreeBytes()
    {
        try
        {
            return new DriveInfo(_temporaryRoot).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Size(long bytes) => bytes >= 1L << 30 ? $"{bytes / (double)(1L << 30):0.#} GiB" : $"{bytes / (double)(1 << 20):0.#} MiB";

    /// <summary>Looks at a running search twice a second: reports, and stops it before the disk is full.</summary>
    private sealed class Watch(JackhmmerSearch search, SearchRequest request, SearchWorkspace workspace, IProgress<SearchProgress>? progress, long started)
    {
        public long? LowSpace { get; private set; }

        public async Task RunAsync(int process, CancellationTokenSource stop, CancellationToken ended)
        {
            try
            {
                while (true)
                {
                    await Task.Delay(search._options.ReportEvery, search._time, ended).ConfigureAwait(false);
                    if (search.FreeBytes() is { } free && free < search._options.FreeSpaceFloor / 2)
                    {
                        LowSpace = free;
                        await stop.CancelAsync().ConfigureAwait(false);
                        return;
                    }
                    progress?.Report(Now(process));
                }
            }
            catch (OperationCanceledException)
            {
                // The search ended.
            }
        }

        private SearchProgress Now(int process)
        {
            var output = new FileInfo(workspace.Output);
            return new SearchProgress(request.Target, request.Database.Name, search._time.GetElapsedTime(started), output.Exists ? output.Length : 0,
                ProcessProgress.FractionRead(process, request.Database.Path));
        }
    }
}
