using CsCheck;

namespace Foldline.Sequences.Tests;

public sealed class TargetReaderTests : IDisposable
{
    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_stands_for_its_input_files_in_order_of_names()
    {
        _folder.Write("b.fasta", ">two\nMKV\n");
        _folder.Write("a.json", """[{"name": "one", "sequences": [{"proteinChain": {"sequence": "MKV", "count": 1}}]}]""");
        _folder.Write("notes.txt", "not an input");
        (await TargetReader.ReadAsync([_folder.Path])).Targets.Select(target => target.Name).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_named()
    {
        var path = Path.Combine(_folder.Path, "missing.fasta");
        (await Should.ThrowAsync<InputException>(() => TargetReader.ReadAsync([path]))).Message.ShouldBe($"{path} does not exist.");
    }

    [Fact]
    public async Task A_folder_without_inputs_is_named() =>
        (await Should.ThrowAsync<InputException>(() => TargetReader.ReadAsync([_folder.Path]))).Message.ShouldStartWith($"{_folder.Path} holds no input;");

    [Fact]
    public async Task Names_are_unique_over_all_files()
    {
        var (first, second) = (_folder.Write("a.fasta", ">x\nMKV\n"), _folder.Write("b.csv", "id,sequence\nX,MKL\n"));
        (await Should.ThrowAsync<InputException>(() => TargetReader.ReadAsync([first, second]))).Message.ShouldContain($"{first}, line 1 and {second}, line 2");
    }

    [Fact]
    public async Task No_paths_are_refused() => await Should.ThrowAsync<InputException>(() => TargetReader.ReadAsync([]));

    [Fact]
    public async Task Binary_and_foreign_compression_are_refused()
    {
        var path = Path.Combine(_folder.Path, "x.fasta");
        File.WriteAllBytes(path, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0]);
        (await Should.ThrowAsync<InputException>(() => TargetReader.ReadAsync([path]))).Message.ShouldContain("compressed with xz");
        File.WriteAllBytes(path, [0x7f, (byte)'E', (byte)'L', (byte)'F', 0, 1, (byte)',', 0]);
        (await Should.ThrowAsync<InputException>(() => TargetReader.ReadAsync([path]))).Message.ShouldContain("neither FASTA");
        File.WriteAllBytes(path, [0x1f, 0x8b, 1, 2, 3]);
        (await Should.ThrowAsync<InputException>(() => TargetReader.ReadAsync([path]))).Message.ShouldContain("cannot be read");
    }

    [Theory]
    [InlineData(">one\nMKVLAA:GSH\n>two note\nMKV\n")]
    [InlineData("id,sequence\none,MKV\n\"two\",\"GSH:MKV\"\n")]
    [InlineData("""[{"name": "one", "modelSeeds": [1], "sequences": [{"proteinChain": {"sequence": "MKV", "count": 2, "id": ["A", "B"]}}]}]""")]
    [InlineData("""{"dialect": "alphafold3", "version": 1, "name": "one", "sequences": [{"protein": {"id": ["A"], "sequence": "MKV", "unpairedMsa": ">q\nMKV\n"}}]}""")]
    public async Task Cut_or_changed_files_give_clean_targets_or_sentences_and_nothing_else(string text)
    {
        var path = Path.Combine(_folder.Path, "x.txt");
        await Mutation.Of(text).SampleAsync(async mutated =>
        {
            await File.WriteAllTextAsync(path, mutated);
            try
            {
                var batch = await TargetReader.ReadAsync([path]);
                return batch.Targets.Length + batch.Faults.Length > 0
                    && batch.Targets.All(target => target.Name == TargetName.Sanitise(target.Name)
                        && target.Entities.All(entity => ProteinAlphabet.Fault(entity.Sequence) is null && entity.ChainIds.All(ChainIds.IsValid)))
                    && batch.Faults.All(fault => fault.Message.Contains(path) && TargetName.Sanitise(fault.Name) == fault.Name);
            }
            catch (InputException refusal)
            {
                return refusal.Message.Contains(path);
            }
        }, iter: 300, threads: 1);
    }
}
