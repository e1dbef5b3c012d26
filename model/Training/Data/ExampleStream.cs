using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Foldline.Sequences;
using Foldline.Training.Cropping;
using Foldline.Training.Sampling;

namespace Foldline.Training.Data;

/// <summary>
/// An endless sequence of training examples: rows drawn by weight with replacement, cropped and featurised. The example at a position follows from the seed and
/// the position alone, so a resumed run goes on with what the uninterrupted one would have seen, however many are prepared at once.
/// </summary>
public sealed class ExampleStream
{
    private readonly IReadOnlyList<SampleRow> _rows;
    private readonly ImmutableArray<double> _weights;
    private readonly IAssemblySource _source;
    private readonly CropExampleBuilder _builder;
    private readonly ExampleStreamOptions _options;
    private readonly Cropper _cropper;

    /// <summary>A stream over rows.</summary>
    /// <param name="rows">What examples can be about.</param>
    /// <param name="source">Where their assemblies come from.</param>
    /// <param name="builder">What makes examples.</param>
    /// <param name="options">How they are drawn and prepared.</param>
    /// <exception cref="InputException">No row has a weight.</exception>
    public ExampleStream(IReadOnlyList<SampleRow> rows, IAssemblySource source, CropExampleBuilder builder, ExampleStreamOptions options)
    {
        (_rows, _source, _builder, _options) = (rows, source, builder, options);
        (_weights, _cropper) = (SampleWeights.Of(rows, options.Weights), new Cropper(options.Crop));
        if (!_weights.Any(weight => weight > 0))
            throw new InputException("There is nothing to draw training examples from; give structures with resolved chains.");
    }

    /// <summary>Told of rows that made no example; another row took their place.</summary>
    public IProgress<SampleFailure>? Failures { get; init; }

    /// <summary>Where templates come from; without, the network sees none.</summary>
    public TemplateFolder? Templates { get; init; }

    /// <summary>The example at a position.</summary>
    /// <exception cref="InputException">None of the rows tried makes an example.</exception>
    public LabelledCrop Get(long position)
    {
        var draws = SeededDraws.For(_options.Seed, position);
        InputException? last = null;
        for (int attempt = 0; attempt < _options.Tries; attempt++)
        {
            var row = _rows[attempt == 0 ? draws.Weighted(_weights.AsSpan()) : draws.Integer(0, _rows.Count)];
            try
            {
                return Make(row, draws);
            }
            catch (InputException fault)
            {
                last = fault;
                Failures?.Report(new SampleFailure(position, row, fault.Message));
            }
        }
        throw new InputException(
            $"None of {_options.Tries} training examples drawn for position {position} could be made; the last one: {last!.Message}", last);
    }

    /// <summary>The examples from a position on, in order, some prepared ahead in the background.</summary>
    /// <param name="from">The first position: the number of examples a resumed run has seen.</param>
    /// <param name="cancellationToken">Ends the sequence.</param>
    public async IAsyncEnumerable<LabelledCrop> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var ahead = new Queue<Task<LabelledCrop>>();
        try
        {
            for (long next = from; ;)
            {
                for (; ahead.Count < Math.Max(1, _options.Ahead); next++)
                {
                    long position = next;
                    ahead.Enqueue(Task.Run(() => Get(position), cancellationToken));
                }
                yield return await ahead.Dequeue().WaitAsync(cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(ahead).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private LabelledCrop Make(SampleRow row, SeededDraws draws)
    {
        var assembly = _source.Load(row.Entry);
        List<string> names = row.Second is { } second ? [row.First.Chain, second.Chain] : [row.First.Chain];
        if (SampleIndex.Pairs(assembly, row) is { Count: > 0 } pairs)
        {
            var pair = pairs[draws.Integer(0, pairs.Count)];
            names = [pair.First, pair.Second];
        }
        int[] chains = [.. names.Select(name => assembly.IndexOf(name) is var index and >= 0 ? index
            : throw new InputException($"{row.Entry} has no chain {name}; list its rows anew."))];
        var crop = _cropper.Crop(assembly.CropTokens(), chains, draws);
        var alone = _options.AlignmentDropRate > 0 && draws.Fraction() < _options.AlignmentDropRate;
        // Drawn last: the crop at a position is the same with templates and without.
        var templates = Templates?.Draw(assembly, CropExampleBuilder.EntitiesOf(assembly, crop), draws);
        return _builder.Build(assembly, crop, alone ? null : _source.Alignments(assembly), _options.Features, templates);
    }
}
