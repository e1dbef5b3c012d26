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
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV", "modifications": [{"ptmType": "HY3", "ptmPosition": 4}]}}""", "sequences[0].protein.modifications[0].ptmPosition must be a position from 1 to 3.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV", "templates": [{}]}}""", "sequences[0].protein.templates: templates of the user are not supported yet; remove the field to fold without.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKU"}}""", "sequences[0].protein.sequence: 'U' at position 3 is not an amino acid; rare amino acids are not supported yet: write C for selenocysteine (U), K for pyrrolysine (O), or X for unknown.")]
    [InlineData("""{"protein": {"id": "A", "sequence": ""}}""", "sequences[0].protein.sequence: the sequence is empty.")]
    [InlineData("""{"protein": {"id": "A"}}""", "sequences[0].protein.sequence is missing.")]
    [InlineData("""{"protein": {"id": "A", "sequence": ["MKV"]}}""", "sequences[0].protein.sequence must be a text, not [\"MKV\"].")]
    [InlineData("""{"protein": {"sequence": "MKV"}}""", "sequences[0].protein.id is missing; write a chain letter, or a list of them for copies.")]
    [InlineData("""{"protein": {"id": ["A", "A"], "sequence": "MKV"}}""", "the chain identifier 'A' is used twice; every copy needs its own.")]
    [InlineData("""{"protein": {"id": "A B", "sequence": "MKV"}}""", "sequences[0].protein.id is \"A B\"; a chain identifier is a text of 1 to 16 letters or digits.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV", "unpairedMSA": ""}}""", "sequences[0].protein.unpairedMSA is not a field of AlphaFold 3's input; known are id, sequence, modifications, unpairedMsa, unpairedMsaPath, pairedMsa, pairedMsaPath, templates, description.")]
    [InlineData("""{"protein": {"id": "A", "sequence": "MKV"}}, {"rna": {"id": "B", "sequence": "ACGT"}}""", "sequences[1].rna.sequence: 'T' at position 4 is no letter of an RNA chain; write U for T, and capital letters; N is unknown.")]
    [InlineData("""{"dna": {"id": "B", "sequence": "ACGU"}}""", "sequences[0].dna.sequence: 'U' at position 4 is no letter of a DNA chain; write T for U, and capital letters; N is unknown.")]
    [InlineData("""{"ligand": {"id": "L", "smiles": "CCO"}}""", "sequences[0].ligand.smiles: ligands as SMILES, whose shapes a chemistry toolkit would have to compute, are not supported yet; remove the field to fold without.")]
    [InlineData("""{"ligand": {"id": "L", "ccdCodes": []}}""", "sequences[0].ligand.ccdCodes is missing or empty; write the codes of the ligand's components, for example [\"ATP\"].")]
    [InlineData("""{"ligand": {"id": "L", "ccdCodes": ["atp"]}}""", "sequences[0].ligand.ccdCodes[0] is 'atp'; write the code of a component in the wwPDB's dictionary, for example SEP.")]
    [InlineData("""{"ion": {"id": "L", "ion": "NA"}}""", "sequences[0] is 'ion', which is no kind of entity; known are protein, rna, dna and ligand (AlphaFold 3), and proteinChain, rnaSequence, dnaSequence, ligand and ion (Protenix).")]
    [InlineData("""{"proteinChain": {"sequence": "MKV", "count": 1}}""", "sequences[0] is 'proteinChain', Protenix's word, in a job of AlphaFold 3's dialect; write 'protein'.")]
    [InlineData("""{"protein": {}, "rna": {}}""", "sequences[0] has 2 fields (protein, rna); each entry is exactly one entity.")]
    [InlineData("", "sequences is missing or empty; a target needs at least one chain.")]
    [InlineData("7", "sequences[0] must be an object, not 7.")]
    public async Task What_alphafold3_input_cannot_have_is_named_with_target_and_field(string sequences, string message) =>
        (await _folder.FaultAsync("in.json", AlphaFold3(sequences))).ShouldBe("in.json: target 'x': " + message);

    [Theory]
    [InlineData(""", "bondedAtomPairs": [[["A", 1, "CA"], ["B", 1, "CA"]]]""", "bondedAtomPairs[0][1] names chain 'B', which is not there.")]
    [InlineData(""", "bondedAtomPairs": [[["A", 1, "CA"], ["A", 9, "CA"]]]""", "a bond names position 9 of entity 1, which has 3.")]
    [InlineData(""", "bondedAtomPairs": [[["A", 1, "CA"]]]""", "bondedAtomPairs[0] must be a list of two atoms, each [chain, residue, atom].")]
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
    public async Task Nucleic_acids_ligands_modifications_and_bonds_are_read_alike_in_both_dialects()
    {
        var af3 = (await _folder.ReadAsync("af3.json", AlphaFold3(
            """
            {"protein": {"id": ["A", "B"], "sequence": "MNV", "modifications": [{"ptmType": "SEP", "ptmPosition": 3}]}}, {"rna": {"id": "C", "sequence": "ACGU", "unpairedMsa": ""}},
            {"dna": {"id": "D", "sequence": "ACGT", "modifications": [{"modificationType": "6OG", "basePosition": 3}]}}, {"ligand": {"id": ["E", "F"], "ccdCodes": ["NAG", "BMA"]}},
            {"ligand": {"id": "G", "ccdCodes": ["MG"]}}
            """, """, "bondedAtomPairs": [[["A", 2, "ND2"], ["E", 1, "C1"]], [["B", 2, "ND2"], ["F", 1, "C1"]]]"""))).Targets.Single();
        af3.Entities.Select(entity => entity.Kind).ShouldBe([EntityKind.Protein, EntityKind.Rna, EntityKind.Dna, EntityKind.Ligand, EntityKind.Ligand]);
        af3.Entities[0].Modifications.ShouldBe([new Modification(3, "SEP")]);
        af3.Entities[3].Components.ShouldBe(["NAG", "BMA"]);
        af3.Bonds[1].ShouldBe(new TargetBond(new BondedAtom(1, 2, 2, "ND2"), new BondedAtom(4, 2, 1, "C1")));
        af3.Residues.ShouldBe(2 * 3 + 4 + 4 + 2 * 2 + 1);
        af3.IsPlain.ShouldBeFalse();

        var protenix = (await _folder.ReadAsync("protenix.json", Protenix(
            """
            {"proteinChain": {"sequence": "MNV", "count": 2, "modifications": [{"ptmType": "CCD_SEP", "ptmPosition": 3}]}}, {"rnaSequence": {"sequence": "ACGU", "count": 1}},
            {"dnaSequence": {"sequence": "ACGT", "count": 1, "modifications": [{"modificationType": "CCD_6OG", "basePosition": 3}]}}, {"ligand": {"ligand": "CCD_NAG_BMA", "count": 2}},
            {"ion": {"ion": "MG", "count": 1}}
            """, """, "covalent_bonds": [{"entity1": "1", "position1": "2", "atom1": "ND2", "entity2": 4, "position2": 1, "atom2": "C1"}]"""))).Targets.Single();
        protenix.Entities.Select(entity => (string.Join(',', entity.ChainIds), string.Join(',', entity.Components), string.Join(',', entity.Modifications)))
            .ShouldBe(af3.Entities.Select(entity => (string.Join(',', entity.ChainIds), string.Join(',', entity.Components), string.Join(',', entity.Modifications))));
        protenix.Entities[4].Kind.ShouldBe(EntityKind.Ion);
        protenix.Bonds.ShouldBe([new TargetBond(new BondedAtom(1, null, 2, "ND2"), new BondedAtom(4, null, 1, "C1"))]);

        // Written as AlphaFold 3 input and read again it is the same complex.
        var again = (await _folder.ReadAsync("again.json", AlphaFold3JsonWriter.ToText(protenix))).Targets.Single();
        again.Bonds.ShouldBe(af3.Bonds);
        again.Entities.Select(entity => string.Join(',', entity.Modifications)).ShouldBe(af3.Entities.Select(entity => string.Join(',', entity.Modifications)));
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
    [InlineData("""{"proteinChain": {"sequence": "MKV", "count": 1}}, {"ion": {"ion": "CCD_NA", "count": 1}}""", "", "sequences[1].ion.ion is 'CCD_NA'; write the code of a component in the wwPDB's dictionary, for example SEP.")]
    [InlineData("""{"ligand": {"ligand": "CCO", "count": 1}}""", "", "sequences[0].ligand.ligand is 'CCO': ligands as SMILES or files are not supported yet; write CCD_ and the codes of its components, for example CCD_ATP.")]
    [InlineData("""{"proteinChain": {"sequence": "MKV", "count": 1}}""", """, "covalent_bonds": [{}]""", "covalent_bonds[0].entity1 must be a whole number.")]
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
