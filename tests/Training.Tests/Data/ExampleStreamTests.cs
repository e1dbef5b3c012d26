using Foldline.Features;
using Foldline.Sequences;
using Foldline.Structures.Components;
using Foldline.Training.Assemblies;
using Foldline.Training.Cropping;
using Foldline.Training.Data;
using Foldline.Training.Sampling;

namespace Foldline.Training.Tests.Data;

public class ExampleStreamTests
{
    private static readonly StructureFolder Folder = new(Path.Combine(Repository.Golden, "training"), new AssemblyBuilder(ComponentLibrary.Bundled));
    private static readonly AssemblyCache Cache = new(Folder, 100_000);
    private static readonly CropExampleBuilder Builder = new(ComponentLibrary.Bundled);

    private static IReadOnlyList<SampleRow> Rows { get; } = SampleIndex.Rows(Cache.Load("5zng"), ProteinClusters.None);

    [Fact]
    public async Task A_resumed_stream_goes_on_where_it_stopped()
    {
        var all = await First(Stream(new ExampleStreamOptions { Crop = new CropOptions { Size = 32 }, Ahead = 3 }), 0, 6);
        var rest = await First(Stream(new ExampleStreamOptions { Crop = new CropOptions { Size = 32 }, Ahead = 1 }), 3, 3);
        for (int i = 0; i < 3; i++)
        {
            rest[i].Crop.Tokens.ToArray().ShouldBe(all[3 + i].Crop.Tokens.ToArray());
            rest[i].Example.Coordinates.ShouldBe(all[3 + i].Example.Coordinates);
        }
        all.Select(item => string.Join(' ', item.Crop.Tokens)).Distinct().Count().ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Features_and_labels_describe_the_same_atoms()
    {
        var stream = Stream(new ExampleStreamOptions { Crop = new CropOptions { Size = 48 } });
        var assembly = Cache.Load("5zng");
        for (int position = 0; position < 12; position++)
        {
            var item = stream.Get(position);
            var example = item.Example;
            (example.Tokens, example.Features.Layout.Tokens).ShouldBe((item.Crop.Tokens.Length, item.Crop.Tokens.Length));
            (example.Coordinates.Length, item.Molecules.Count).ShouldBe((3 * example.Atoms, example.Atoms));
            example.Features["residue_index"].Integers().ShouldBe(
                item.Crop.Tokens.Select(token => assembly.Complex.Residues[assembly.Tokens.Residue[token]].Number));
            example.Features["mol_id"].Integers().ShouldBe(item.Molecules.Molecule.ToArray());
            example.Features["resolution"].Values<float>()[0].ShouldBe(2.189f);
            int centre = example.Features.Layout.CentreAtom[^1], whole = assembly.Tokens.CentreAtom[item.Crop.Tokens[^1]];
            example.Coordinates[(3 * centre)..(3 * centre + 3)].ShouldBe(assembly.Coordinates[(3 * whole)..(3 * whole + 3)].ToArray());
        }
    }

    [Fact]
    public void A_prediction_equal_to_the_label_changes_nothing_and_a_flipped_one_is_matched()
    {
        var item = Stream(new ExampleStreamOptions { Crop = new CropOptions { Size = 64, Contiguous = 0, SpatialInterface = 0 } }).Get(1);
        item.Matched(item.Example.Coordinates, new SeededDraws(1)).Coordinates.ShouldBe(item.Example.Coordinates);
        var symmetry = item.Symmetries.First(one => Enumerable.Range(one.FirstAtom, one.Atoms).All(atom => item.Example.Resolved[atom]));
        var swap = symmetry.Permutations.First(permutation => permutation.Where((target, place) => target != place).Any());
        var flipped = (float[])item.Example.Coordinates.Clone();
        for (int place = 0; place < swap.Length; place++)
            Array.Copy(item.Example.Coordinates, 3 * (symmetry.FirstAtom + swap[place]), flipped, 3 * (symmetry.FirstAtom + place), 3);
        item.Matched(flipped, new SeededDraws(1)).Coordinates.ShouldBe(flipped);
    }

    [Fact]
    public void Alignments_are_cropped_with_their_tokens()
    {
        var assembly = Cache.Load("5zng");
        var alignments = assembly.Entities.Select(entity =>
            EntityAlignments.FromA3m($">q\n{entity.Sequence}\n>h\n{new string('W', entity.Sequence.Length)}\n", null)).ToList();
        var crop = new Cropper(new CropOptions { Size = 20 }).Crop(assembly.CropTokens(), [1], CropMethod.Spatial, new SeededDraws(3));
        var msa = Builder.Build(assembly, crop, alignments, new FeatureOptions()).Example.Features["msa"];
        msa.Shape[1].ShouldBe(crop.Tokens.Length);
        var letters = crop.Tokens.Select(token => (long)assembly.Complex.Residues[assembly.Tokens.Residue[token]].Class);
        msa.Values<long>()[..crop.Tokens.Length].ToArray().ShouldBe(letters);
        msa.Values<long>().ToArray().TakeLast(crop.Tokens.Length).ShouldAllBe(letter => letter == 17);
    }

    [Fact]
    public void Rows_that_make_no_example_are_replaced_and_told_of()
    {
        var failures = new List<SampleFailure>();
        SampleRow[] rows = [Rows[0] with { Entry = "9zzz" }, Rows[0]];
        var options = new ExampleStreamOptions { Crop = new CropOptions { Size = 16 } };
        var stream = new ExampleStream(rows, Cache, Builder, options) { Failures = new FailureList(failures) };
        for (int position = 0; position < 10; position++) stream.Get(position).Example.Name.ShouldBe("5zng");
        failures.ShouldNotBeEmpty();
        failures[0].Reason.ShouldContain("has no 9zzz.cif");
        var nothing = new ExampleStream(rows[..1], Cache, Builder, new ExampleStreamOptions());
        Should.Throw<InputException>(() => nothing.Get(0)).Message.ShouldContain("None of 10 training examples");
    }

    [Fact]
    public void The_cache_reads_an_entry_once_and_forgets_the_oldest()
    {
        var source = new Counting();
        var cache = new AssemblyCache(source, 2 * Cache.Load("5zng").Resolved.Length);
        foreach (var entry in new[] { "a", "b", "a", "c", "a", "b" }) cache.Load(entry);
        // c pushes b out, since a was used after it.
        source.Loads.ShouldBe(["a", "b", "c", "b"]);
        cache.Hits.ShouldBe(2);
    }

    private static ExampleStream Stream(ExampleStreamOptions options) => new(Rows, Cache, Builder, options);

    private static async Task<List<LabelledCrop>> First(ExampleStream stream, long from, int count)
    {
        var items = new List<LabelledCrop>();
        await foreach (var item in stream.ReadAsync(from, TestContext.Current.CancellationToken))
        {
            items.Add(item);
            if (items.Count == count) break;
        }
        return items;
    }

    private sealed class FailureList(List<SampleFailure> failures) : IProgress<SampleFailure>
    {
        public void Report(SampleFailure value) => failures.Add(value);
    }

    private sealed class Counting : IAssemblySource
    {
        public List<string> Loads { get; } = [];

        public Assembly Load(string entry)
        {
            Loads.Add(entry);
            return Cache.Load("5zng");
        }

        public IReadOnlyList<EntityAlignments>? Alignments(Assembly assembly) => null;
    }
}
