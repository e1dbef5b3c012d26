using CsCheck;

namespace Foldline.Sequences.Tests;

public sealed class AlphaFold3JsonWriterTests : IDisposable
{
    private static readonly Gen<string> Sequence = Gen.Char[ProteinAlphabet.Letters].Array[2, 30].Select(letters => new string(letters));

    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_written_target_is_read_back_the_same()
    {
        var alignment = Gen.Int[0, 2];
        var entity = Gen.Select(Sequence, Gen.Int[1, 3], alignment, alignment);
        await Gen.Select(entity.Array[1, 4], Gen.Long[0, uint.MaxValue].Array[1, 4], Gen.Char["abcXYZ019._-"].Array[1, 20]).SampleAsync(async sample =>
        {
            var (drafts, seeds, letters) = sample;
            var id = 0;
            var target = new Target
            {
                Name = "n" + new string(letters).TrimEnd('.'),
                Seeds = [.. seeds],
                Entities = [.. drafts.DistinctBy(draft => draft.Item1).Select(draft => new Entity
                {
                    Kind = EntityKind.Protein,
                    Sequence = draft.Item1,
                    ChainIds = [.. Enumerable.Range(0, draft.Item2).Select(_ => ChainIds.At(id++))],
                    Alignments = new SuppliedAlignments(Text(draft.Item3, draft.Item1), Text(draft.Item4, draft.Item1)),
                })],
            };
            var back = (await _folder.ReadAsync($"{Guid.NewGuid():N}.json", AlphaFold3JsonWriter.ToText(target))).Targets.Single();
            return back.Name == target.Name && back.Seeds.SequenceEqual(target.Seeds) && back.Entities.Length == target.Entities.Length
                && back.Entities.Zip(target.Entities).All(pair => pair.First.Sequence == pair.Second.Sequence && pair.First.Alignments == pair.Second.Alignments
                    && pair.First.ChainIds.SequenceEqual(pair.Second.ChainIds));
        }, iter: 100);

        static string? Text(int kind, string sequence) => kind switch { 0 => null, 1 => "", _ => $">query\n{sequence}\n>hit é \"x\"\nab{sequence}\n" };
    }

    [Fact]
    public void The_text_is_what_other_programs_expect()
    {
        var target = new Target
        {
            Name = "x",
            Entities = [new Entity { Kind = EntityKind.Protein, Sequence = "MKV", ChainIds = ["A"], Alignments = new SuppliedAlignments(">q\nMKV\n", "") }],
        };
        AlphaFold3JsonWriter.ToText(target).ShouldBe("""
            {
              "dialect": "alphafold3",
              "version": 1,
              "name": "x",
              "sequences": [
                {
                  "protein": {
                    "id": "A",
                    "sequence": "MKV",
                    "modifications": [],
                    "unpairedMsa": ">q\nMKV\n",
                    "pairedMsa": "",
                    "templates": []
                  }
                }
              ],
              "modelSeeds": [
                1
              ],
              "bondedAtomPairs": null,
              "userCCD": null
            }

            """);
    }
}
