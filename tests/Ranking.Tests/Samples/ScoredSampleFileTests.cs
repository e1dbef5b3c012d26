using CsCheck;
using Foldline.Ranking.Output;
using Foldline.Ranking.Samples;
using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Ranking.Tests.Samples;

public class ScoredSampleFileTests
{
    [Fact]
    public void Nothing_is_lost_between_save_and_load()
    {
        var sample = Make();
        var path = Path.Combine(AppContext.BaseDirectory, "sample.safetensors");
        ScoredSampleFile.Save(path, sample);
        var loaded = ScoredSampleFile.Load(path);
        loaded.Coordinates.ShouldBe(sample.Coordinates);
        loaded.ContactProbability.ShouldBe(sample.ContactProbability);
        loaded.Confidence.Pae.ShouldBe(sample.Confidence.Pae);
        loaded.Confidence.Pde.ShouldBe(sample.Confidence.Pde);
        loaded.Confidence.AtomPlddt.ShouldBe(sample.Confidence.AtomPlddt);
        loaded.Layout.AtomName.ShouldBe(sample.Layout.AtomName);
        loaded.Layout.Chains.ShouldBe(sample.Layout.Chains);
        loaded.Scores.ChainPairIptm.Values.ShouldBe(sample.Scores.ChainPairIptm.Values);
        loaded.Scores.Interfaces.ShouldBe(sample.Scores.Interfaces);
        Table(loaded).ShouldBe(Table(sample));
        ScoredSampleFile.LoadScores(path).Scores.RankingScore.ShouldBe(sample.Scores.RankingScore);
        var again = Path.Combine(AppContext.BaseDirectory, "sample-again.safetensors");
        ScoredSampleFile.Save(again, loaded);
        File.ReadAllBytes(again).ShouldBe(File.ReadAllBytes(path));
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_an_input_fault()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "whole.safetensors");
        ScoredSampleFile.Save(path, Make());
        var bytes = File.ReadAllBytes(path);
        var cut = Path.Combine(AppContext.BaseDirectory, "cut.safetensors");
        for (int length = 0; length < bytes.Length; length += 97)
        {
            File.WriteAllBytes(cut, bytes[..length]);
            Should.Throw<InputException>(() => ScoredSampleFile.Load(cut), $"{length} of {bytes.Length} bytes").Message.ShouldContain("cut.safetensors");
        }
    }

    [Fact]
    public void A_changed_file_is_an_input_fault_or_still_readable()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "unmutated.safetensors");
        ScoredSampleFile.Save(path, Make());
        var bytes = File.ReadAllBytes(path);
        var changed = Path.Combine(AppContext.BaseDirectory, "mutated.safetensors");
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Array[1, 4].Sample(edits =>
        {
            var mutant = bytes.ToArray();
            foreach (var (position, value) in edits) mutant[position] = value;
            File.WriteAllBytes(changed, mutant);
            try
            {
                ScoredSampleFile.Load(changed);
                ScoredSampleFile.LoadScores(changed);
            }
            catch (InputException fault)
            {
                fault.Message.ShouldContain("mutated.safetensors");
            }
        }, iter: 1500, threads: 1);
    }

    [Fact]
    public void Another_safetensors_file_is_refused_by_its_format()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "foreign.safetensors");
        SafetensorsWriter.Write(path, [NamedArray.From("coordinates", [1f, 2, 3], 1, 3)]);
        Should.Throw<InputException>(() => ScoredSampleFile.Load(path)).Message.ShouldContain("not a scored sample");
    }

    internal static ScoredSample Make(long seed = 7, int sample = 2, int error = 3)
    {
        var layout = Toy.Layout("AGA", "GA");
        return ScoredSample.From(Toy.Predict(layout, Toy.Line(layout, 5), (row, column) => row == column ? 0 : error, atom => atom + 20, seed, sample), 10);
    }

    private static string Table(ScoredSample sample) => RankingTable.Format(RankingRow.Of(TargetRanking.Of("t", sample), ["A", "B"], 5));
}
