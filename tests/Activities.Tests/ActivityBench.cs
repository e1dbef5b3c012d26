using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities.Search;
using Foldline.Artifacts;
using Foldline.Search;
using Foldline.Sequences;

namespace Foldline.Activities.Tests;

/// <summary>A store, a scratch folder and a context for activities that run by themselves.</summary>
internal sealed class ActivityBench : IDisposable
{
    private readonly List<StandaloneContext> _contexts = [];

    public ActivityBench() => Store = new FolderArtifactStore(Path.Combine(Root, "blobs"));

    public string Root { get; } = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "scratch", Guid.NewGuid().ToString("N"))).FullName;

    public FolderArtifactStore Store { get; }

    public List<ActivityProgress> Progress { get; } = [];

    public StandaloneContext Context()
    {
        var context = new StandaloneContext(Store, Path.Combine(Root, "work", Guid.NewGuid().ToString("N")), TimeProvider.System, new SynchronousProgress<ActivityProgress>(Progress.Add))
        {
            InstanceId = "t",
        };
        _contexts.Add(context);
        return context;
    }

    public async Task<SearchHost> SearchHostAsync() => new(
        new JackhmmerOptions { FreeSpaceFloor = 0 }, new CoreBudget(2), await HmmerInstallation.FindAsync(), Path.Combine(Root, "cache"), Path.Combine(Root, "tmp"), TimeProvider.System);

    public Task<ArtifactRef> TargetAsync(string name, params (EntityKind Kind, string Sequence, int Copies, SuppliedAlignments Alignments)[] entities)
    {
        var letter = 0;
        var target = new Target
        {
            Name = name,
            Entities = [.. entities.Select(entity => new Entity
            {
                Kind = entity.Kind,
                Sequence = entity.Sequence,
                ChainIds = [.. Enumerable.Range(0, entity.Copies).Select(_ => ChainIds.At(letter++))],
                Alignments = entity.Alignments,
            })],
        };
        return Store.PutJsonAsync(target, ActivityJson.Options);
    }

    public static JsonObject Inputs(params (string Name, object? Value)[] values)
    {
        var inputs = new JsonObject();
        foreach (var (name, value) in values) inputs[name] = JsonSerializer.SerializeToNode(value, ActivityJson.Options);
        return inputs;
    }

    public static T Output<T>(ActivityResult result, string name) => result.Outputs[name].Deserialize<T>(ActivityJson.Options)!;

    public void Dispose()
    {
        foreach (var context in _contexts) context.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
