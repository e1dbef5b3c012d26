using Foldline.Features;
using Foldline.Sequences;
using Foldline.Structures.Components;
using Foldline.Training.Assemblies;
using Foldline.Training.Data;
using Foldline.Training.Sampling;
using Foldline.Training.Steps;

namespace Foldline.Training.Runs;

/// <summary>Crops of the assemblies in a folder, drawn by weight; the next ones are made in the background while one is learned.</summary>
internal sealed class CropSource : ITrainingSource
{
    private readonly ExampleStream _stream;
    private readonly int _ahead, _accumulation;
    private readonly Dictionary<long, Task<LabelledCrop>> _coming = [];

    /// <summary>Lists what there is to crop; structures that cannot be used are told of and left out.</summary>
    public CropSource(TrainingConfiguration configuration, CropSourceOptions options, string folder, IRowCache cache, IProgress<SampleFailure>? failures)
    {
        var structures = new StructureFolder(
            Path.Combine(folder, options.Structures), new AssemblyBuilder(ComponentLibrary.Bundled, options.Assembly),
            options.Alignments is { } alignments ? Path.Combine(folder, alignments) : null);
        var assemblies = new AssemblyCache(structures, options.AtomsInMemory);
        var clusters = options.Clusters is { } file ? ProteinClusters.Read(Path.Combine(folder, file)) : ProteinClusters.None;
        var rows = new RowIndex(structures, assemblies, clusters, cache, failures).Rows(options.Entries);
        _stream = new ExampleStream(rows, assemblies, new CropExampleBuilder(ComponentLibrary.Bundled), new ExampleStreamOptions
        {
            Seed = configuration.Seed, Crop = options.Crop, Weights = options.Weights, AlignmentDropRate = configuration.AlignmentDropRate,
            Features = new FeatureOptions { MaxMsaRows = configuration.MaxAlignmentRows, MaxPairedRows = configuration.MaxAlignmentRows / 2 },
        })
        {
            Failures = failures,
            Templates = options is { Templates: { } templates, Alignments: { } hits }
                ? new TemplateFolder(Path.Combine(folder, hits), Path.Combine(folder, templates), ComponentLibrary.Bundled) : null,
        };
        (_ahead, _accumulation) = (options.Ahead, configuration.Optimisation.Accumulation);
    }

    /// <inheritdoc/>
    public TrainingItem Get(long step, int part)
    {
        var position = step * _accumulation + part;
        foreach (var stale in _coming.Keys.Where(key => key < position).ToArray()) _coming.Remove(stale);
        for (var next = position; next <= position + _ahead; next++)
        {
            var at = next;
            _coming.TryAdd(at, Task.Run(() => _stream.Get(at)));
        }
        var crop = _coming[position].GetAwaiter().GetResult();
        _coming.Remove(position);
        return new TrainingItem($"{crop.Example.Name}/{crop.Crop.Method}", crop.Example, (inputs, seed) => new CropOrder(crop, inputs.Device, seed));
    }
}
