using Foldline.Features;
using Foldline.Features.Templates;
using Foldline.Structures.Components;
using Foldline.Structures.Mmcif;
using Foldline.Training.Assemblies;
using Foldline.Training.Cropping;
using Foldline.Training.Data;
using Foldline.Training.Sampling;

namespace Foldline.Training.Tests.Data;

/// <summary>5zng as a template of itself, half of each chain, as if it had been released long before.</summary>
public sealed class TemplateFolderTests : IDisposable
{
    private const string Entry = "5zng";
    private static readonly Assembly Known = new StructureFolder(Golden, new AssemblyBuilder(ComponentLibrary.Bundled)).Load(Entry);
    private static readonly Assembly Later = Known with { Released = Known.Released!.Value.AddDays(60) };
    private readonly string _hits = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, Guid.NewGuid().ToString("N"))).FullName;

    public TemplateFolderTests()
    {
        var chains = MmcifReader.ReadFile(Path.Combine(Golden, $"{Entry}.cif.gz")).Models[0].Chains;
        foreach (var entity in Known.Entities.Where(entity => entity.IsPolymer))
        {
            var chain = chains.First(chain => chain.Entity.Id == entity.Id).AuthorId;
            int half = entity.Sequence.Length / 2;
            var folder = Directory.CreateDirectory(Path.Combine(_hits, $"{Entry}_{entity.Id}")).FullName;
            File.WriteAllText(Path.Combine(folder, "hmmsearch.a3m"),
                $">{Entry}_{chain}/1-{half} [subseq from] mol:protein length:{entity.Sequence.Length}  ITSELF\n{entity.Sequence[..half]}{new string('-', entity.Sequence.Length - half)}\n");
        }
    }

    private static string Golden => Path.Combine(Repository.Golden, "training");

    public void Dispose() => Directory.Delete(_hits, recursive: true);

    [Fact]
    public void Tokens_of_a_crop_read_the_template_residue_aligned_to_them()
    {
        var crop = new Cropper(new CropOptions { Size = 60 }).Crop(Later.CropTokens(), [0], CropMethod.Spatial, new SeededDraws(5));
        var templates = Drawn(Later, crop);
        var features = Builder.Build(Later, crop, null, new FeatureOptions(), templates).Example.Features;
        var (classes, frames) = (features["template_aatype"], features["template_backbone_frame_mask"].Values<bool>().ToArray());
        classes.Shape.ShouldBe([TemplateSlots.Standard, crop.Tokens.Length]);
        var covered = 0;
        for (int token = 0; token < crop.Tokens.Length; token++)
        {
            var residue = Later.Complex.Residues[Later.Tokens.Residue[crop.Tokens[token]]];
            int entity = Later.Complex.Chains[residue.Chain].Entity;
            if (templates[entity].IsEmpty || residue.Number > Later.Entities[entity].Sequence.Length / 2)
            {
                classes.Values<long>()[token].ShouldBe(31);
                frames[token * crop.Tokens.Length + token].ShouldBeFalse();
                continue;
            }
            covered++;
            classes.Values<long>()[token].ShouldBe(residue.Class);
            frames[token * crop.Tokens.Length + token].ShouldBe(Later.Resolved[Later.Complex.FindAtom(residue, "N")] && Later.Resolved[Later.Complex.FindAtom(residue, "CA")]
                && Later.Resolved[Later.Complex.FindAtom(residue, "C")]);
        }
        covered.ShouldBeInRange(10, crop.Tokens.Length - 10);
    }

    [Fact]
    public void Structures_released_less_than_sixty_days_earlier_and_entries_without_a_date_teach_nothing()
    {
        var everything = Enumerable.Range(0, Known.Entities.Length).ToArray();
        foreach (var assembly in new[] { Known, Later with { Released = Later.Released!.Value.AddDays(-1) }, Later with { Released = null } })
            for (int seed = 0; seed < 8; seed++) Folder.Draw(assembly, everything, new SeededDraws(seed)).ShouldAllBe(templates => templates.IsEmpty);
    }

    [Fact]
    public void A_stream_draws_the_same_templates_at_a_position_and_the_crops_it_draws_without()
    {
        var source = new LaterSource();
        var rows = SampleIndex.Rows(Known, ProteinClusters.None);
        var options = new ExampleStreamOptions { Crop = new CropOptions { Size = 40 } };
        var (with, again, without) = (Stream(Folder), Stream(Folder), Stream(null));
        var drawn = 0;
        for (int position = 7; position >= 0; position--)
        {
            var (a, b, c) = (with.Get(position), again.Get(position), without.Get(position));
            a.Crop.Tokens.ToArray().ShouldBe(c.Crop.Tokens.ToArray());
            c.Example.Features.Arrays.ShouldNotContain(array => array.Name.StartsWith("template_", StringComparison.Ordinal));
            a.Example.Features["template_unit_vector"].Values<float>().ToArray().ShouldBe(b.Example.Features["template_unit_vector"].Values<float>().ToArray());
            if (a.Example.Features["template_backbone_frame_mask"].Values<bool>().Contains(true)) drawn++;
        }
        drawn.ShouldBeInRange(1, 8);

        ExampleStream Stream(TemplateFolder? templates) => new(rows, source, Builder, options) { Templates = templates };
    }

    private static CropExampleBuilder Builder { get; } = new(ComponentLibrary.Bundled);

    private TemplateFolder Folder => new(_hits, Golden, ComponentLibrary.Bundled);

    /// <summary>The first draw that gave any: how many are taken is drawn, too.</summary>
    private IReadOnlyList<System.Collections.Immutable.ImmutableArray<TemplateStructure>> Drawn(Assembly assembly, Crop crop) => Enumerable.Range(0, 50)
        .Select(seed => Folder.Draw(assembly, CropExampleBuilder.EntitiesOf(assembly, crop), new SeededDraws(seed))).First(all => all.Any(one => !one.IsEmpty));

    private sealed class LaterSource : IAssemblySource
    {
        public Assembly Load(string entry) => Later;

        public IReadOnlyList<EntityAlignments>? Alignments(Assembly assembly) => null;
    }
}
