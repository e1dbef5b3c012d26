using System.Text.Json;
using Foldline.Features.Templates;
using Foldline.Sequences;
using Foldline.Structures.Components;
using Foldline.Structures.Mmcif;

namespace Foldline.Features.Tests.Templates;

public sealed class TemplateHitTests
{
    [Fact]
    public void Insertions_move_along_the_template_and_gaps_along_the_query()
    {
        var hit = TemplateHit.Parse(">1abc_A/3-9 [subseq from] mol:protein length:12  SOMETHING\nAC-DefG--\n").ShouldHaveSingleItem();
        (hit.Entry, hit.Chain, hit.First, hit.Residues, hit.AlignedColumns).ShouldBe(("1abc", "A", 3, "ACDEFG", 4));
        hit.Alignment(7, "MMACDEFGKLMN").ShouldBe([2, 3, -1, 4, 7, -1, -1]);
    }

    [Fact]
    public void A_chain_that_begins_elsewhere_is_searched_and_one_that_differs_is_not_used()
    {
        var hit = new TemplateHit("1abc", "A", 3, "ACDEFG");
        hit.Alignment(6, "MMMMACDEFG").ShouldBe([4, 5, 6, 7, 8, 9]);
        hit.Alignment(6, "MMMMACDWFG").ShouldBeNull();
    }

    [Fact]
    public void Hits_that_are_no_proteins_are_passed_over_and_a_header_of_another_form_is_refused()
    {
        TemplateHit.Parse(">1abc_A/1-4 mol:na length:4\nACGU\n").ShouldBeEmpty();
        Should.Throw<InputException>(() => TemplateHit.Parse(">sp|P1|NAME mol:protein\nACDE\n")).Message.ShouldContain("sp|P1|NAME");
    }

    [Fact]
    public void The_originals_choice_among_hits_is_ours()
    {
        var folder = Path.GetDirectoryName(Repository.RequireReference("data/template/hits.json"))!;
        using var recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "hits.json")));
        using var dates = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "release_dates.json")));
        var query = recorded.RootElement.GetProperty("query").GetString()!;
        var cutoff = DateOnly.Parse(recorded.RootElement.GetProperty("max_template_date").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        var hits = TemplateHit.Parse(File.ReadAllText(Path.Combine(folder, "hmmsearch.a3m")));
        var expected = recorded.RootElement.GetProperty("hits_prefilter").EnumerateArray().ToList();
        hits.Select(hit => $"{hit.Entry}_{hit.Chain}").ShouldBe(expected.Select(hit => hit.GetProperty("name").GetString()!));
        hits.Select(hit => hit.AlignedColumns).ShouldBe(expected.Select(hit => hit.GetProperty("aligned_cols").GetInt32()));
        // The original also maps obsolete entries to their successors; we take the entries that a folder of structures holds.
        foreach (var (hit, verdict) in hits.Zip(expected).Where(pair => pair.First.Entry != "1obs"))
            (hit.Suits(query) && Date(hit.Entry) is { } date && date <= cutoff).ShouldBe(verdict.GetProperty("valid").GetBoolean(), verdict.ToString());

        DateOnly? Date(string entry) => dates.RootElement.TryGetProperty(entry, out var known)
            ? DateOnly.Parse(known.GetProperty("release_date").GetString()!, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    [Fact]
    public void Atoms_of_template_chains_are_the_originals()
    {
        var arrays = FeaturizerCase.ReadArrays(Repository.RequireReference("data/template/hits.safetensors.gz"));
        using var recorded = JsonDocument.Parse(File.ReadAllText(Repository.RequireReference("data/template/hits.json")));
        foreach (var (number, hit) in recorded.RootElement.GetProperty("final_hits").EnumerateArray().Index())
        {
            var (entry, chain) = hit.GetProperty("name").GetString()!.Split('_') is [var a, var b] ? (a, b) : default;
            var structure = MmcifReader.ReadFile(Repository.RequireSharedData($"pdb/{entry}.cif.gz"));
            var template = TemplateChain.Find(structure, chain, ComponentLibrary.Bundled).ShouldNotBeNull(entry);
            var aligned = template.Structure.AlignedTo([.. hit.GetProperty("indices_hit").EnumerateArray().Select(place => place.GetInt32())]);
            aligned.Residues.Select(residue => (int)residue).ShouldBe(arrays[$"hit{number}.aatype"].Values<int>().ToArray(), entry);
            aligned.Mask.ToArray().ShouldBe(arrays[$"hit{number}.atom37_mask"].Values<sbyte>().ToArray().Select(flag => flag != 0), entry);
            var expected = arrays[$"hit{number}.atom37_pos"].Values<float>().ToArray();
            for (int i = 0; i < expected.Length; i++)
                if (aligned.Mask[i / 3]) aligned.Positions[i].ShouldBe(expected[i], 1e-4f);
        }
    }
}
