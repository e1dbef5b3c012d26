using Foldline.Network.Devices;
using Foldline.Sequences;
using Foldline.Training.Cropping;
using Foldline.Training.Data;
using Foldline.Training.Optimisation;
using Foldline.Training.Sampling;

namespace Foldline.Training.Runs;

public sealed class CropTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, Guid.NewGuid().ToString("N"))).FullName;

    public CropTrainingTests() => TorchRuntime.UseThreads(1);

    public void Dispose()
    {
        TorchRuntime.UseThreads(Environment.ProcessorCount);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_run_on_crops_goes_on_where_it_stopped_with_the_same_crops()
    {
        var straight = Train("straight", 4, cache: new Memory());
        Train("resumed", 2, cache: new Memory());
        var resumed = Train("resumed", 4, cache: new Memory());
        resumed.ShouldBe(straight);
        resumed.Count.ShouldBe(4);
        resumed.Select(line => line.Split(',')[1]).ShouldAllBe(name => name.StartsWith("5zng/", StringComparison.Ordinal));
    }

    [Fact]
    public void Structures_listed_before_are_not_listed_again_and_broken_ones_are_told_of()
    {
        var (cache, failures) = (new Memory(), new List<SampleFailure>());
        File.Copy(Path.Combine(Golden, "5zng.cif.gz"), Path.Combine(_folder, "5zng.cif.gz"));
        File.WriteAllText(Path.Combine(_folder, "9bad.cif"), "data_9BAD\nloop_\n_atom_site.id\n");
        var first = Index(cache, failures);
        failures.Select(failure => failure.Row.Entry).ShouldBe(["9bad"]);
        var second = Index(cache, failures);
        second.ShouldBe(first);
        cache.Found.ShouldBe(1);
    }

    [Fact]
    public void A_configuration_needs_either_chains_or_crops()
    {
        var path = Path.Combine(_folder, "config.json");
        File.WriteAllText(path, """{ "model": "foldline-demo", "steps": 1 }""");
        Should.Throw<InputException>(() => TrainingConfiguration.Load(path)).Message.ShouldContain("neither");
        File.WriteAllText(path, """{ "model": "foldline-demo", "steps": 1, "crops": { "structures": "x" }, "entries": [ { "name": "a", "structure": "b" } ] }""");
        Should.Throw<InputException>(() => TrainingConfiguration.Load(path)).Message.ShouldContain("both");
        File.WriteAllText(path, """{ "model": "foldline-demo", "steps": 1, "crops": { "structures": "x", "crop": { "size": 64, "contiguous": 0.5 } } }""");
        TrainingConfiguration.Load(path).Crops!.Crop.Size.ShouldBe(64);
    }

    private static string Golden => Path.Combine(Repository.Golden, "training");

    private IReadOnlyList<SampleRow> Index(IRowCache cache, List<SampleFailure> failures)
    {
        var folder = new StructureFolder(_folder, new Assemblies.AssemblyBuilder(Structures.Components.ComponentLibrary.Bundled));
        return new RowIndex(folder, folder, ProteinClusters.None, cache, new Listener(failures)).Rows([]);
    }

    private List<string> Train(string name, long steps, IRowCache cache)
    {
        var configuration = new TrainingConfiguration
        {
            Model = "foldline-demo", Steps = steps, DiffusionBatch = 2, Cycles = 1, MiniRolloutSteps = 1, CheckpointEvery = 2, KeepCheckpoints = 1,
            Crops = new CropSourceOptions { Structures = Golden, Entries = ["5zng"], Crop = new CropOptions { Size = 12 } },
            Optimisation = new OptimisationOptions { Schedule = new ConstantSchedule(1e-3) },
        };
        var folder = Path.Combine(_folder, name);
        using (var run = new TrainingRun(configuration, _folder, folder, TimeProvider.System, cache: cache)) run.Run();
        return [.. File.ReadLines(Path.Combine(folder, "losses.csv")).Skip(1).Select(line => line[..line.LastIndexOf(',')])];
    }

    private sealed class Memory : IRowCache
    {
        private readonly Dictionary<string, byte[]> _kept = [];

        public int Found { get; private set; }

        public byte[]? Find(string key)
        {
            if (!_kept.TryGetValue(key, out var content)) return null;
            Found++;
            return content;
        }

        public void Keep(string key, byte[] content) => _kept[key] = content;
    }

    private sealed class Listener(List<SampleFailure> failures) : IProgress<SampleFailure>
    {
        public void Report(SampleFailure value) => failures.Add(value);
    }
}
