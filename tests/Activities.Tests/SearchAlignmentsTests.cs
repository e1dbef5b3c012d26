using Foldline.Activities.Search;
using Foldline.Artifacts;
using Foldline.Search;
using Foldline.Sequences;

namespace Foldline.Activities.Tests;

public sealed class SearchAlignmentsTests
{
    // The protein of 7R6R: the bundled database holds hundreds of its homologs.
    private const string Repressor =
        "MGSSHHHHHHSSGLVPRGSHMSGKIQHKAVVPAPSRIPLTLSEIEDLRRKGFNQTEIAELYGVTRQAVSWHKKTYGGRLTTRQIVQQNWPWDTRKPHDKSKAFQRLRDHGEYMRVGSFRTMSEDKKKRLLSWWKMLRDNDLVLEFDPSIEPYEGMAGGGFRYVPRDISDDDLLIRVNEHTQLTAEGELLWSWPDDIEELLSEP";

    [Fact]
    public async Task A_chain_is_searched_in_the_bundled_database_by_the_real_jackhmmer()
    {
        using var bench = new ActivityBench();
        var target = await bench.TargetAsync("7R6R", (EntityKind.Protein, Repressor, 2, SuppliedAlignments.Search));
        var activity = new SearchAlignments(await bench.SearchHostAsync());
        var token = TestContext.Current.CancellationToken;

        var result = await activity.ExecuteAsync(ActivityBench.Inputs(("target", target)), bench.Context(), token);

        var found = await bench.Store.ReadJsonAsync<TargetAlignments>(ActivityBench.Output<ArtifactRef>(result, "alignments"), ActivityJson.Options, token);
        var chain = found.Entities.ShouldHaveSingleItem();
        chain.Unpaired.Split('\n')[1].ShouldBe(Repressor);
        chain.Databases.ShouldHaveSingleItem().Hits.ShouldBeGreaterThan(300);
        chain.Paired.ShouldContain("UniRef100_");
        ActivityBench.Output<int>(result, "rows").ShouldBe(chain.Databases[0].Hits);
    }

    [Fact]
    public async Task Equal_sequences_of_one_target_are_searched_once()
    {
        using var bench = new ActivityBench();
        var target = await bench.TargetAsync("pair", (EntityKind.Protein, Repressor, 1, SuppliedAlignments.Search), (EntityKind.Protein, Repressor, 1, new SuppliedAlignments(null, "")));
        var activity = new SearchAlignments(await bench.SearchHostAsync());
        var token = TestContext.Current.CancellationToken;
        var result = await activity.ExecuteAsync(ActivityBench.Inputs(("target", target)), bench.Context(), token);
        var found = await bench.Store.ReadJsonAsync<TargetAlignments>(ActivityBench.Output<ArtifactRef>(result, "alignments"), ActivityJson.Options, token);
        found.Entities[1].Unpaired.ShouldBe(found.Entities[0].Unpaired);
        found.Entities[1].Paired.ShouldBe("");
        Directory.GetFiles(Path.Combine(bench.Root, "cache")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Alignments_the_user_brought_are_kept_and_nothing_is_searched()
    {
        using var bench = new ActivityBench();
        var target = await bench.TargetAsync("own", (EntityKind.Protein, "MKVLAAGH", 1, new SuppliedAlignments(">q\nMKVLAAGH\n>h\nMKVLSAGH\n", "")));
        var activity = new SearchAlignments(await bench.SearchHostAsync());
        var token = TestContext.Current.CancellationToken;
        var result = await activity.ExecuteAsync(ActivityBench.Inputs(("target", target)), bench.Context(), token);
        var found = await bench.Store.ReadJsonAsync<TargetAlignments>(ActivityBench.Output<ArtifactRef>(result, "alignments"), ActivityJson.Options, token);
        found.Entities[0].Unpaired.ShouldContain("MKVLSAGH");
        found.Entities[0].Databases.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_a_deterministic_failure_with_its_name_and_path()
    {
        using var bench = new ActivityBench();
        var target = await bench.TargetAsync("x", (EntityKind.Protein, "MKVLAAGH", 1, SuppliedAlignments.Search));
        var activity = new SearchAlignments(await bench.SearchHostAsync());
        var fault = await Should.ThrowAsync<InputException>(() => activity.ExecuteAsync(
            ActivityBench.Inputs(("target", target), ("databases", new[] { "uniref90=/nowhere/u.fasta" })), bench.Context(), TestContext.Current.CancellationToken));
        fault.Message.ShouldContain("uniref90");
        fault.Message.ShouldContain("/nowhere/u.fasta");
        activity.Classify(fault).Class.ShouldBe(FailureClass.Deterministic);
    }

    [Theory]
    [InlineData(SearchFaultKind.MissingTool, FailureClass.Deterministic)]
    [InlineData(SearchFaultKind.Resource, FailureClass.Resource)]
    [InlineData(SearchFaultKind.Transient, FailureClass.Transient)]
    [InlineData(SearchFaultKind.Deterministic, FailureClass.Deterministic)]
    public async Task Faults_of_the_search_keep_their_class_and_the_programs_last_words(SearchFaultKind kind, FailureClass expected)
    {
        using var bench = new ActivityBench();
        var verdict = new SearchAlignments(await bench.SearchHostAsync()).Classify(new SearchException(kind, "jackhmmer failed") { LastLines = ["Fatal: x"] });
        verdict.Class.ShouldBe(expected);
        verdict.LogTail.ShouldBe("Fatal: x");
    }
}
