using Foldline.Features;
using Foldline.Structures.Components;
using Foldline.Training.Data;
using Foldline.Training.Permutation;
using Foldline.Training.Steps;

namespace Foldline.Training.Runs;

/// <summary>The examples of a run, featurised once: with their alignments, and without for the steps that go without.</summary>
internal sealed class ExampleSet : ITrainingSource
{
    private readonly List<Item> _items;
    private readonly double _weight;
    private readonly TrainingConfiguration _configuration;

    public ExampleSet(IReadOnlyList<TrainingEntry> entries, TrainingConfiguration configuration, string folder)
    {
        _configuration = configuration;
        var builder = new ExampleBuilder(ComponentLibrary.Bundled);
        var options = new FeatureOptions { MaxMsaRows = configuration.MaxAlignmentRows, MaxPairedRows = configuration.MaxAlignmentRows / 2 };
        _items = [.. entries.Select(entry =>
        {
            var example = builder.Build(entry, folder, options);
            var alone = entry.Alignments.Count > 0 ? builder.Build(entry with { Alignments = [] }, folder, options) : example;
            return new Item(entry, example, alone, StandardSymmetries.Of(example.Features.Layout));
        })];
        _weight = _items.Sum(item => item.Entry.Weight);
    }

    public IReadOnlyList<Item> Items => _items;

    /// <inheritdoc/>
    public TrainingItem Get(long step, int part)
    {
        var item = At(StepSeed.Uniform(_configuration.Seed, step, part, StepSeed.Use.Entry));
        var example = StepSeed.Uniform(_configuration.Seed, step, part, StepSeed.Use.Alignment) < _configuration.AlignmentDropRate ? item.Alone : item.Example;
        return new TrainingItem(item.Entry.Name, example, (inputs, seed) => new SymmetricOrder(inputs, example, item.Symmetries, seed));
    }

    /// <summary>The item that a number in [0, 1) stands for.</summary>
    private Item At(double uniform)
    {
        var rest = uniform * _weight;
        foreach (var item in _items)
            if ((rest -= item.Entry.Weight) < 0) return item;
        return _items[^1];
    }

    /// <param name="Entry">What the configuration says.</param>
    /// <param name="Example">With its alignments.</param>
    /// <param name="Alone">Without.</param>
    /// <param name="Symmetries">Interchangeable atoms.</param>
    internal sealed record Item(TrainingEntry Entry, TrainingExample Example, TrainingExample Alone, IReadOnlyList<ResidueSymmetry> Symmetries);
}
