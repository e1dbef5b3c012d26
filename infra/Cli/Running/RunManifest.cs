using System.Collections.Immutable;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Foldline.Activities.Search;
using Foldline.Cli.Reports;
using Foldline.Cli.Results;
using Foldline.Structures.Output;
using Foldline.Server.Drawing;
using Foldline.Workflows;

namespace Foldline.Cli.Running;

/// <summary><c>run.json</c>: everything needed to say how a result came about and to make it again.</summary>
public sealed class RunManifest
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly RunSettings _settings;
    private readonly ModelProvenance _provenance;
    private readonly object _document;
    private readonly IReadOnlyList<ManifestAttempt> _attempts;
    private readonly DateTimeOffset _started, _finished;

    private RunManifest(RunSettings settings, ModelProvenance provenance, object document, IReadOnlyList<ManifestAttempt> attempts, DateTimeOffset started, DateTimeOffset finished) =>
        (_settings, _provenance, _document, _attempts, _started, _finished) = (settings, provenance, document, attempts, started, finished);

    /// <summary>Gathers what is known of a run that has ended.</summary>
    public static async Task<RunManifest> MakeAsync(
        RunSettings settings, RunHost host, RunFolder folder, ResultPublisher publisher, IReadOnlyList<InstanceResult> instances, DateTimeOffset started, DateTimeOffset finished,
        CancellationToken cancellationToken)
    {
        var attempts = await AttemptsAsync(host.Store, folder.RunId, cancellationToken);
        var databases = new Dictionary<string, DatabaseUse>(StringComparer.Ordinal);
        foreach (var instance in instances.Where(instance => instance.Status == InstanceStatus.Succeeded))
            foreach (var database in await publisher.DatabasesAsync(instance, cancellationToken))
                databases.TryAdd($"{database.Database}\n{database.Fingerprint}", database);
        var identity = host.Network.Identity;
        var provenance = publisher.Provenance;
        var document = new
        {
            Run = folder.RunId,
            Foldline = provenance.Version,
            Weights = new { provenance.Network, Label = provenance.WeightsLabel, Sha256 = provenance.WeightsHash.Length > 0 ? provenance.WeightsHash : null, File = settings.Weights },
            Warning = provenance.Warning.Length > 0 ? provenance.Warning : null,
            settings.Device,
            settings.Dtype,
            Machine = new { Processors = Environment.ProcessorCount, System = System.Runtime.InteropServices.RuntimeInformation.OSDescription },
            Seeds = settings.Seeds,
            settings.Samples,
            Steps = settings.Steps ?? identity.Steps,
            Cycles = settings.Cycles ?? identity.Cycles,
            Tools = new { Search = host.SearchTool.Length > 0 ? host.SearchTool : null, Runtime = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription, Packages = Packages() },
            Databases = databases.Values.Select(database => new { Name = database.Database, database.Fingerprint, database.Tool }),
            Started = started,
            Finished = finished,
            Targets = instances.Select(instance => new { Name = instance.Name, Status = instance.Status.ToString().ToLowerInvariant() }),
            Attempts = attempts,
        };
        return new RunManifest(settings, provenance, document, attempts, started, finished);
    }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(_document, Options) + "\n";

    /// <summary>What the report page shows.</summary>
    public RunReport Report(ImmutableArray<ReportTarget> targets, IReadOnlyList<TargetFailure> failures) => new()
    {
        Title = Path.GetFileName(_settings.OutputFolder.TrimEnd(Path.DirectorySeparatorChar)),
        Version = _provenance.Version,
        Network = _provenance.Network,
        Device = $"{_settings.Device}, {_settings.Dtype}",
        WeightsLabel = _provenance.WeightsLabel,
        Warning = _provenance.Warning,
        Started = _started,
        Finished = _finished,
        Targets = targets,
        Failures = [.. failures.Select(failure => new ReportFailure(failure.Target, failure.Stage, failure.Class, failure.Attempts, failure.Message, failure.Suggestion))],
        Attempts = [.. _attempts.Where(attempt => attempt.Seconds is not null)
            .Select(attempt => new ReportAttempt(attempt.Target, attempt.Activity, attempt.Started, TimeSpan.FromSeconds(attempt.Seconds!.Value), attempt.Outcome == "succeeded",
                Class: attempt.Class, Rung: attempt.Rung))],
    };

    private static async Task<IReadOnlyList<ManifestAttempt>> AttemptsAsync(IRunStore store, string runId, CancellationToken cancellationToken)
    {
        if (await store.FindRunAsync(runId, cancellationToken) is not { } run) return [];
        var attempts = new List<ManifestAttempt>();
        var place = InstancePlace.First;
        while (await store.PageAsync(run, Enum.GetValues<InstanceStatus>(), place, 500, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var instance in page)
            {
                var nodes = (await store.ExecutionsAsync(instance.Key, cancellationToken)).ToDictionary(execution => execution.Frame);
                foreach (var attempt in await store.AttemptsAsync(instance.Key, cancellationToken))
                {
                    var node = nodes.GetValueOrDefault(attempt.Frame);
                    attempts.Add(new ManifestAttempt(instance.Name, node?.ActivityId ?? "", node?.ActivityType ?? "", attempt.Number, attempt.Rung, attempt.StartedAt,
                        attempt.DurationMs / 1000, attempt.PeakMemory / 1e6, attempt.Outcome?.ToString().ToLowerInvariant() ?? "lost",
                        attempt.Class?.ToString().ToLowerInvariant(), attempt.Message));
                }
            }
            place = page[^1].Place;
        }
        return attempts;
    }

    private static SortedDictionary<string, string> Packages() => new(
        new[] { typeof(TorchSharp.torch), typeof(CliWrap.Cli), typeof(Microsoft.EntityFrameworkCore.DbContext), typeof(Jint.Engine) }
            .Select(type => type.Assembly)
            .ToDictionary(assembly => assembly.GetName().Name!, assembly => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
                                                                            ?? assembly.GetName().Version!.ToString()), StringComparer.Ordinal);
}
