using CsCheck;
using Foldline.Sequences;

namespace Foldline.Features.Tests;

public sealed class FeatureFileTests : IDisposable
{
    private readonly string _path = Path.Combine(AppContext.BaseDirectory, Guid.NewGuid().ToString("N") + ".safetensors");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_saved_feature_set_comes_back_as_it_was()
    {
        var alignments = EntityAlignments.FromA3m(">q\nMKTAYIAKQR\n>a\nMKabTAYIAKQ-\n", ">q\nMKTAYIAKQR\n>UniRef100_A_9606\nMcKTAYIAKEE\n");
        var other = EntityAlignments.FromA3m(null, ">q\nGSHMLEDPVW\n>UniRef100_D_9606\nGSHMLEDPVY\n");
        var features = new Featurizer().Build(Targets.Of("t", ("MKTAYIAKQR", 2), ("GSHMLEDPVW", 1)), [alignments, other], new FeatureOptions(), seed: 3);
        FeatureFile.Save(_path, features);
        var read = FeatureFile.Load(_path);
        read.Facts.ShouldBe(features.Facts);
        read.Arrays.Select(array => array.Name).Order().ShouldBe(features.Arrays.Select(array => array.Name).Order());
        foreach (var array in features.Arrays)
        {
            read[array.Name].Type.ShouldBe(array.Type, array.Name);
            read[array.Name].Shape.ShouldBe(array.Shape, array.Name);
            read[array.Name].Data.Span.SequenceEqual(array.Data.Span).ShouldBeTrue(array.Name);
        }
        read.Layout.Chains.ShouldBe(features.Layout.Chains);
        read.Layout.AtomName.ShouldBe(features.Layout.AtomName);
        read.Layout.Element.ShouldBe(features.Layout.Element);
        read.Layout.ResidueName.ShouldBe(features.Layout.ResidueName);
        read.Layout.ResidueNumber.ShouldBe(features.Layout.ResidueNumber);
        read.Layout.TokenOfAtom.ShouldBe(features.Layout.TokenOfAtom);
        read.Layout.ChainOfToken.ShouldBe(features.Layout.ChainOfToken);
        read.Layout.TokenHasFrame.ShouldBe(features.Layout.TokenHasFrame);
        read.Layout.CentreAtom.ShouldBe(features.Layout.CentreAtom);
    }

    [Fact]
    public void A_cut_or_changed_file_is_an_input_fault_or_still_readable()
    {
        var alignments = EntityAlignments.FromA3m(">q\nMKTA\n>a\nMKabTA\n", null);
        FeatureFile.Save(_path, new Featurizer().Build(Targets.Of("t", ("MKTA", 1)), [alignments], new FeatureOptions(), seed: 3));
        var bytes = File.ReadAllBytes(_path);
        var header = 8 + (int)BitConverter.ToInt64(bytes, 0);
        var damaged = _path + ".damaged.safetensors";
        try
        {
            // Most of the damage goes where names, types and shapes stand; in the data every value is a value.
            Gen.Select(Gen.Int[8, header].Array[1, 3], Gen.Byte.Array[3], Gen.Int[0, bytes.Length], Gen.Int[0, 3]).Sample((positions, values, length, cut) =>
            {
                var mutant = cut == 0 ? bytes[..length] : bytes.ToArray();
                for (var i = 0; i < positions.Length; i++)
                    if (positions[i] < mutant.Length) mutant[positions[i]] = values[i];
                File.WriteAllBytes(damaged, mutant);
                try
                {
                    FeatureFile.Load(damaged).Layout.Atoms.ShouldBeGreaterThan(0);
                }
                catch (InputException fault)
                {
                    fault.Message.ShouldContain("damaged.safetensors");
                }
            }, iter: 1000, threads: 1);
        }
        finally
        {
            File.Delete(damaged);
        }
    }

    [Fact]
    public void Another_safetensors_file_is_refused()
    {
        Structures.Arrays.SafetensorsWriter.Write(_path, [Structures.Arrays.NamedArray.From("x", [1f], 1)]);
        Should.Throw<InputException>(() => FeatureFile.Load(_path)).Message.ShouldContain("no feature file");
    }
}
