namespace Foldline.Search.Tests;

/// <summary>The real program on the bundled database; skipped, by name, where HMMER is not installed.</summary>
public sealed class RealJackhmmerTests : IDisposable
{
    private const string Repressor =
        "MGSSHHHHHHSSGLVPRGSHMSGKIQHKAVVPAPSRIPLTLSEIEDLRRKGFNQTEIAELYGVTRQAVSWHKKTYGGRLTTRQIVQQNWPWDTRKPHDKSKAFQRLRDHGEYMRVGSFRTMSEDKKKRLLSWWKMLRDNDLVLEFDPSIEPYEGMAGGGFRYVPRDISDDDLLIRVNEHTQLTAEGELLWSWPDDIEELLSEP";

    private const string Myoglobin =
        "MVLSEGEWQLVLHVWAKVEADVAGHGQDILIRLFKSHPETLEKFDRFKHLKTEAEMKASEDLKKAGVTVLTALGAILKKKGHHEAELKPLAQSHATKHKIPIKYLEFISEAIIHVLHSRHPGNFGADAQGAMNKALELFRKDIAAKYKELGYQG";

    private const string Lysozyme =
        "KVFGRCELAAAMKRHGLDNYRGYSLGNWVCAAKFESNFNTQATNRNTDGSTDYGILQINSRWWCNDGRTPGSRNLCNIPCSALLSSDITASVNCAKKIVSDGNGMNAWVAWRNRCKGTDVQAWIRGCRL";

    private readonly SearchFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("7R6R", Repressor, 451)]
    [InlineData("102M", Myoglobin, 700)]
    [InlineData("1AKI", Lysozyme, 0)]
    [InlineData("1L2Y", "NLYIQWLKDGGPSSGRPPPS", 0)]
    public async Task The_bundled_database_has_the_homologs_its_page_promises(string target, string sequence, int atLeast)
    {
        var search = _fixture.Search(await RequireAsync());
        var database = await BundledDatabase.UnpackAsync(_fixture.Root);
        var result = await search.SearchAsync(new SearchRequest(sequence, database, target), null, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{target}: {result.Hits} hits in {result.Duration.TotalSeconds:0.00} s");
        if (atLeast == 0) result.Hits.ShouldBe(0);
        else result.Hits.ShouldBeGreaterThanOrEqualTo(atLeast);

        var alignment = Alignments.A3mReader.Parse(result.A3m);
        alignment.Rows[0].Letters.ShouldBe(sequence);
        alignment.Rows.ShouldAllBe(row => row.Columns == sequence.Length);
        _fixture.Leftovers.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_search_gives_the_same_text_on_one_core_and_two()
    {
        var search = _fixture.Search(await RequireAsync());
        var database = await BundledDatabase.UnpackAsync(_fixture.Root);
        var request = new SearchRequest(Repressor, database, "7R6R");
        (await search.SearchAsync(request with { Cores = 1 })).A3m.ShouldBe((await search.SearchAsync(request with { Cores = 2 })).A3m);
    }

    [Fact]
    public async Task The_real_result_is_the_recorded_one()
    {
        var installation = await RequireAsync();
        if (!installation.Version.StartsWith("3.", StringComparison.Ordinal)) Assert.Skip($"HMMER {installation.Version} is not the recorded 3.3.2.");
        var result = await _fixture.Search(installation).SearchAsync(new SearchRequest(Repressor, await BundledDatabase.UnpackAsync(_fixture.Root), "7R6R"));
        var recorded = await Alignments.A3mReader.ReadFileAsync(Path.Combine(Repository.Golden, "Alignments", "7r6r.a3m.gz"));
        Alignments.A3mReader.Parse(result.A3m).Rows.Select(row => row.Letters).ShouldBe(recorded.Rows.Select(row => row.Letters));
    }

    [Theory]
    [InlineData(Repressor)]
    [InlineData(Myoglobin)]
    public async Task A_split_database_gives_what_the_whole_one_gives(string sequence)
    {
        var search = _fixture.Search(await RequireAsync());
        var whole = await BundledDatabase.UnpackAsync(_fixture.Root) with { Size = BundledDatabase.Sequences, RowCap = 100_000 };
        var split = Split(whole, 4);
        var expected = await search.SearchAsync(new SearchRequest(sequence, whole, "whole"));
        var merged = await SearchPartsAsync(search, sequence, split);

        // Rows in the order of the table: where E-value and score print alike, names decide, so sets are compared; the letters of each row must agree.
        Rows(merged).ShouldBe(Rows(expected));
        var capped = await SearchPartsAsync(search, sequence, split with { RowCap = 101 });
        capped.Hits.ShouldBe(100);
        Alignments.A3mReader.Parse(merged.A3m).Rows.Take(101).ShouldBe(Alignments.A3mReader.Parse(capped.A3m).Rows);

        // Judged part by part, more domains pass.
        (await SearchPartsAsync(search, sequence, split with { ServerDomains = true })).Hits.ShouldBeGreaterThanOrEqualTo(merged.Hits);
        _fixture.Leftovers.ShouldBeEmpty();

        static string[] Rows(SearchResult result) => [.. Alignments.A3mReader.Parse(result.A3m).Rows.Select(row => $"{row.Name} {row.Letters}").Skip(1).Order(StringComparer.Ordinal)];
    }

    private static async Task<SearchResult> SearchPartsAsync(JackhmmerSearch search, string sequence, SequenceDatabase split)
    {
        var results = new List<SearchResult>();
        foreach (var part in split.Parts) results.Add(await search.SearchAsync(new SearchRequest(sequence, part, "split")));
        return ShardMerge.Merge(sequence, [.. results], split.RowCap);
    }

    private SequenceDatabase Split(SequenceDatabase whole, int shards)
    {
        var split = whole with { Path = Path.Combine(_fixture.Root, "split.fasta"), Shards = shards };
        var writers = split.Parts.Select(part => new StreamWriter(part.Path)).ToList();
        var record = -1;
        foreach (var line in File.ReadLines(whole.Path))
        {
            if (line.StartsWith('>')) record++;
            writers[record % shards].WriteLine(line);
        }
        foreach (var writer in writers) writer.Dispose();
        split.Validate();
        return split;
    }

    [Fact]
    public async Task A_database_that_is_no_fasta_is_the_inputs_fault()
    {
        var search = _fixture.Search(await RequireAsync());
        var path = _fixture.Write("bad.fasta", "garbage\n");
        var fault = await Should.ThrowAsync<SearchException>(() => search.SearchAsync(_fixture.Request with { Database = _fixture.Database with { Path = path } }));
        fault.Kind.ShouldBe(SearchFaultKind.Deterministic);
        fault.Message.ShouldContain("misformatted");
        _fixture.Leftovers.ShouldBeEmpty();
    }

    private static async Task<HmmerInstallation> RequireAsync()
    {
        try
        {
            return await HmmerInstallation.FindAsync();
        }
        catch (SearchException fault)
        {
            Assert.Skip($"HMMER is not installed: {fault.Message}");
            throw;
        }
    }
}
