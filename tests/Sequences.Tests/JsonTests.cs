namespace Foldline.Sequences.Tests;

public sealed class JsonTests : IDisposable
{
    private const string A3m = ">query\nMKV\n>hit\nMkkK-\n";

    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string AlphaFold3(string sequences, string more = "") =>
        $$"""{"dialect": "alphafold3", "version": 2, "name": "x", "modelSeeds": [1, 2], "sequences": [{{sequences}}]{{more}}}""";

    private static string Protenix(string sequences, string more = "") => $$"""[{"name": "x", "sequences": [{{sequences}}]{{more}}}]""";

    [Fact]
    public async Task Alphafold3_entities_have_the_ids_and_seeds_of_the_file()
    {
        var target = (await _folder.ReadAsync("in.json", AlphaFold3(
            """{"protein": {"id": ["B", "C"], "sequence": "MKV"}}, {"protein": {"id": "A", "sequence": "GSH", "modifications": [], "templates": null, "description": "d"}}"""))).Targets.Single();
        target.Name.ShouldBe("x");
        target.Seeds.ShouldBe([1, 2]);
        target.Entities[0].ChainIds.ShouldBe(["B", "C"]);
        target.Entities[1].ChainIds.ShouldBe(["A"]);
        _folder.Bare(target.Origin).ShouldBe("in.json");
    }

    [Fact]
    public async Task Alphafold3_entities_of_equal_sequence_are_copies() =>
        (await _folder.ReadAsync("in.json", AlphaFold3("""{"protein": {"id": "A", "sequence": "MKV"}}, {"protein": {"id": "B", "sequence": "MKV"}}""")))
            .Targets.Single().Entities.Single().ChainIds.ShouldBe(["A", "B"]);

    [Theory]
    [InlineData("", null)]
    [InlineData(", \"unpairedMsa\": null", null)]
    [InlineData(", \"unpairedMsa\": \"\"", "")]
    [InlineData(", \"unpairedMsa\": \">query\\nMKV\\n>hit\\nMkkK-\\n\"", A3m)]
    [InlineData(", \"unpairedMsaPath\": \"sub/a.a3m\"", A3m)]
    public async Task No_alignment_asks_for_a_search_and_an_empty_one_for_none(string field, string? expected)
    {
        _folder.Write("sub/a.a3m", A3m);
        var entity = (await _folder.ReadAsync("in.json", AlphaFold3("""{"protein": {"id": "A", "sequence": "MKV"FIELD}}""".Replace("FIELD", field)))).Targets.Single().Entities.Single();
        entity.Alignments.ShouldBe(new SuppliedAlignments(expected, null));
    }

    [Theory]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV", "unpairedMsa": ">q\nMKVL\n"}}""", "sequences[0].protein.unpairedMsa: the first row of the alignment has 4 columns and the sequence 3 residues; the first row must be the query.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV", "unpairedMsa": "a.a3m"}}""", "sequences[0].protein.unpairedMsa is no A3M alignment: it has no line that starts with '>'.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV", "unpairedMsa": ">q\nMKV", "unpairedMsaPath": "a"}}""", "sequences[0].protein.unpairedMsa and sequences[0].protein.unpairedMsaPath are both given; keep one.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV", "modifications": [{"ptmType": "HY3", "ptmPosition": 1}]}}""", "sequences[0].protein.modifications: modified residues are not supported yet; remove the field to fold without.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV", "templates": [{}]}}""", "sequences[0].protein.templates: templates of the user are not supported yet; remove the field to fold without.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKU"}}""", "sequences[0].protein.sequence: 'U' at position 3 is not an amino acid; rare amino acids are not supported yet: write C for selenocysteine (U), K for pyrrolysine (O), or X for unknown.")]
    [InlineData("""{"protein": {"id": "A", "sequence": ""}}""", "sequences[0].protein.sequence: the sequence is empty.")]
    [InlineData("""{"protein": {"id": "A"}}""", "sequences[0].protein.sequence is missing.")]
    [InlineData("""{"protein": {"id": "A", "sequence": ["MKV"]}}""", "sequences[0].protein.sequence must be a text, not [\"MKV\"].")]
    [InlineData("""{"protein": {"sequence": "MKV"}}""", "sequences[0].protein.id is missing; write a chain letter, or a list of them for copies.")]
    [InlineData("""{"protein": {"id": ["A", "A"], "sequence": "MKV"}}""", "the chain identifier 'A' is used twice; every copy needs its own.")]
    [InlineData("""{"protein": {"id": "A B", "sequence": "MKV"}}""", "sequences[0].protein.id is \"A B\"; a chain identifier is a text of 1 to 16 letters or digits.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV", "unpairedMSA": ""}}""", "sequences[0].protein.unpairedMSA is not a field of AlphaFold 3's input; known are id, sequence, modifications, unpairedMsa, unpairedMsaPath, pairedMsa, pairedMsaPath, templates, description.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV"}}, {"rna": {"id": "B", "sequence": "ACGU"}}""", "sequences[1] is an RNA chain, which is not supported yet; only protein chains are.")]
    [InlineData("""{"dna": {"id": "B", "sequence": "ACGT"}}""", "sequences[0] is a DNA chain, which is not supported yet; only protein chains are.")]
    [InlineData("""{"ligand": {"id": "L", "ccdCodes": ["ATP"]}}""", "sequences[0] is a ligand, which is not supported yet; only protein chains are.")]
    [InlineData("""{"proteinChain": {"sequence": "MKV", "count": 1}}""", "sequences[0] is 'proteinChain', Protenix's word, in a job of AlphaFold 3's dialect; write 'protein'.")]
    [InlineData("""{"protein": {}, "rna": {}}""", "sequences[0] has 2 fields (protein, rna); each entry is exactly one entity.")]
    [InlineData("", "sequences is missing or empty; a target needs at least one chain.")]
    [InlineData("7", "sequences[0] must be an object, not 7.")]
    public async Task What_alphafold3_input_cannot_have_is_named_with_target_and_field(string sequences, string message) =>
        (await _folder.FaultAsync("in.json", AlphaFold3(sequences))).ShouldBe("in.json: target 'x': " + message);

    [Theory]
    [InlineData(""", "bondedAtomPairs": [[["A", 1, "CA"], ["B", 1, "CA"]]]""", "bondedAtomPairs: bonds between chains are not supported yet; remove the field to fold without.")]
    [InlineData(""", "userCCD": "data_X" """, "userCCD: components of the user are not supported yet; remove the field to fold without.")]
    [InlineData(""", "extra": 1""", "extra is not a field of AlphaFold 3's input; known are name, modelSeeds, sequences, bondedAtomPairs, userCCD, userCCDPath, dialect, version.")]
    [InlineData(""", "version": 9""", "version is 9; the versions 1 to 4 of AlphaFold 3's input are known.")]
    [InlineData(""", "modelSeeds": [1.5]""", "modelSeeds[0] is 1.5; a seed is a whole number from 0 to 4294967295.")]
    [InlineData(""", "dialect": "boltz" """, "dialect 'boltz' is not known; 'alphafold3' and 'alphafoldserver' are, and Protenix jobs name none.")]
    public async Task What_an_alphafold3_job_cannot_have_is_named(string more, string message) =>
        (await _folder.FaultAsync("in.json", AlphaFold3("""{"protein": {"id": "A", "sequence": "MKV"}}""", more))).ShouldBe("in.json: target 'x': " + message);

    [Fact]
    public async Task Protenix_chains_are_lettered_in_order_around_the_ids_given()
    {
        var target = (await _folder.ReadAsync("in.json", Protenix(
            """{"proteinChain": {"sequence": "MKV", "count": 2}}, {"proteinChain": {"sequence": "MKV", "count": 1, "id": ["B"]}}, {"proteinChain": {"sequence": "GSH", "count": 1, "id": []}}""",
            """, "modelSeeds": [101]"""))).Targets.Single();
        target.Entities.Select(entity => string.Join(',', entity.ChainIds)).ShouldBe(["A,C", "B", "D"]);
        target.Seeds.ShouldBe([101]);
        _folder.Bare(target.Origin).ShouldBe("in.json, job 1");
    }

    [Fact]
    public async Task Protenix_alignments_come_from_paths_beside_the_file_and_one_of_them_is_enough()
    {
        _folder.Write("msa/u.a3m", A3m);
        var entity = (await _folder.ReadAsync("in.json", Protenix("""{"proteinChain": {"sequence": "MKV", "count": 1, "unpairedMsaPath": "./msa/u.a3m"}}"""))).Targets.Single().Entities.Single();
        entity.Alignments.ShouldBe(new SuppliedAlignments(A3m, ""));
    }

    [Fact]
    public async Task The_folder_of_old_protenix_inputs_is_read()
    {
        _folder.Write("pre/pairing.a3m", A3m);
        _folder.Write("pre/non_pairing.a3m", ">query\nMKV\n");
        var entity = (await _folder.ReadAsync("in.json", Protenix("""{"proteinChain": {"sequence": "MKV", "count": 1, "msa": {"precomputed_msa_dir": "pre", "pairing_db": "uniref100"}}}""")))
            .Targets.Single().Entities.Single();
        entity.Alignments.ShouldBe(new SuppliedAlignments(">query\nMKV\n", A3m));
    }

    [Theory]
    [InlineData("""{"proteinChain": {"sequence": "MKV", "count": 1, "unpairedMsaPath": "no.a3m"}}""", "", "sequences[0].proteinChain.unpairedMsaPath: the file no.a3m does not exist")]
    [InlineData("""{"proteinChain": {"sequence": "MKV", "count": 1, "msa": {"precomputed_msa_dir": "no"}}}""", "", "sequences[0].proteinChain.msa.precomputed_msa_dir: the folder no does not exist")]
    [InlineData("""{"proteinChain": {"sequence": "MKV", "count": 1}}, {"ion": {"ion": "NA", "count": 1}}""", "", "sequences[1] is an ion, which is not supported yet; only protein chains are.")]
    [InlineData("""{"proteinChain": {"sequence": "MKV", "count": 1}}""", """, "covalent_bonds": [{}]""", "covalent_bonds: bonds between chains are not supported yet; remove the field to fold without.")]
    [InlineData("""{"proteinChain": {"sequence": "MKV", "count": 1}}""", """, "constraint": {"contact": []}""", "constraint: constraints are not supported yet; remove the field to fold without.")]
    [InlineData("""{"proteinChain": {"sequence": "MKV", "count": 1, "templatesPath": "t.a3m"}}""", "", "sequences[0].proteinChain.templatesPath: templates of the user are not supported yet; remove the field to fold without.")]
    public async Task What_a_protenix_job_cannot_have_is_named(string sequences, string more, string message) =>
        (await _folder.FaultAsync("in.json", Protenix(sequences, more))).ShouldStartWith("in.json, job 1: target 'x': " + message);

    [Fact]
    public async Task Alphafold_server_jobs_are_read_and_their_glycans_refused()
    {
        const string chain = """{"proteinChain": {"sequence": "MKV", "count": 2, "useStructureTemplate": true}}""";
        var text = $$"""[{"dialect": "alphafoldserver", "version": 1, "name": "x", "modelSeeds": ["15"], "sequences": [{{chain}}]}]""";
        var target = (await _folder.ReadAsync("in.json", text)).Targets.Single();
        target.Entities.Single().ChainIds.ShouldBe(["A", "B"]);
        target.Seeds.ShouldBe([15]);
        (await _folder.FaultAsync("bad.json", text.Replace("\"count\"", "\"glycans\": [{\"residues\": \"NAG\"}], \"count\""))).ShouldContain("sequences[0].proteinChain.glycans: glycans are not supported yet");
    }

    [Fact]
    public async Task One_bad_job_leaves_the_others()
    {
        var batch = await _folder.ReadAsync("in.json", """
            [{"name": "good", "sequences": [{"proteinChain": {"sequence": "MKV", "count": 1}}]},
             {"name": "bad", "sequences": [{"proteinChain": {"sequence": "MKV"}}]},
             {"sequences": [{"proteinChain": {"sequence": "MKV", "count": 1, "colour": "red"}}]}]
            """);
        batch.Targets.Select(target => target.Name).ShouldBe(["good", "in.json-job_3"]);
        _folder.Bare(batch.Faults.Single().Message).ShouldBe("in.json, job 2: target 'bad': sequences[0].proteinChain.count is missing; write the number of copies.");
        batch.Notices.ShouldContain(notice => notice.EndsWith("the field sequences[0].proteinChain.colour is not known and was ignored.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "in.json is empty (0 bytes).")]
    [InlineData("[]", "in.json is an empty list; it needs at least one job.")]
    [InlineData("[3]", "in.json, job 1: a job must be an object with a name and sequences.")]
    public async Task A_file_without_jobs_is_refused(string text, string message) => (await _folder.RefusalAsync("in.json", text)).ShouldBe(message);

    [Fact]
    public async Task Broken_json_is_refused_with_its_line() =>
        (await _folder.RefusalAsync("in.json", "{\n  \"name\": \"x\",\n  \"sequences\": [}\n")).ShouldStartWith("in.json, line 3, byte 17: this is not valid JSON: '}' is an invalid start of a value.");

    [Fact]
    public async Task Half_a_surrogate_pair_is_a_fault_of_its_target() =>
        (await _folder.FaultAsync("in.json", """{"name": "x", "sequences": [{"protein": {"id": "A", "sequence": "\ud800"}}]}""")).ShouldContain("not valid Unicode");
}
