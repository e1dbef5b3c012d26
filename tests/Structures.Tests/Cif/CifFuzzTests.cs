using System.IO.Compression;
using System.Text;
using CsCheck;
using Foldline.Sequences;
using Foldline.Structures.Cif;

namespace Foldline.Structures.Tests.Cif;

/// <summary>Whatever happens to a file on its way, the reader answers with blocks or with an input fault, never with another exception.</summary>
public class CifFuzzTests
{
    private const string Sample = """
        data_1ABC
        _entry.id 1ABC
        _struct.title 'A "quoted" title'
        loop_
        _atom_site.id
        _atom_site.label_atom_id
        _atom_site.Cartn_x
        1 CA  1.0
        2 "O5'" -2.5
        3 'C 1' ?
        #
        _pdbx.text
        ;line one
        line two
        ;
        save_frame
        _a.b .
        save_
        data_second
        loop_ _x.y 1 2 3
        """;

    [Fact]
    public void Truncated_files_give_an_input_fault_or_blocks()
    {
        for (int length = 0; length <= Sample.Length; length++) Try(Encoding.UTF8.GetBytes(Sample[..length]));
    }

    [Fact]
    public void Mutated_files_give_an_input_fault_or_blocks() =>
        Gen.Select(Gen.Int[0, Sample.Length - 1], Gen.OneOf(Gen.Byte, Gen.Int[0, 4].Select(i => (byte)"\n';_ "[i]))).Array[1, 8]
            .Sample(edits =>
            {
                var bytes = Encoding.UTF8.GetBytes(Sample);
                foreach (var (position, value) in edits) bytes[position] = value;
                Try(bytes);
            }, iter: 3000, seed: "0000KOIPe036");

    [Fact]
    public void Damaged_gzip_gives_an_input_fault_or_blocks()
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(Sample));
        var packed = stream.ToArray();
        Gen.Select(Gen.Int[2, packed.Length - 1], Gen.Byte).Array[1, 4].Sample(edits =>
        {
            var bytes = packed.ToArray();
            foreach (var (position, value) in edits) bytes[position] = value;
            Try(bytes);
        }, iter: 1000, seed: "0000KOIPe036");
    }

    [Fact]
    public void Every_real_file_reads_and_writes_back_the_same()
    {
        foreach (var file in Directory.GetFiles(Repository.RequireSharedData("pdb"), "*.cif.gz").Order().Take(4))
        {
            var block = CifReader.ReadFile(file).Single();
            var again = CifReader.Read(new StringReader(CifWriterTests.Write(block)), file).Single();
            CifWriterTests.Describe(again).ShouldBe(CifWriterTests.Describe(block), file);
        }
    }

    private static void Try(byte[] bytes)
    {
        try
        {
            foreach (var block in CifReader.Read(new MemoryStream(bytes), "fuzzed.cif")) block.Categories.Sum(category => category.Rows)
                .ShouldBeGreaterThanOrEqualTo(0);
        }
        catch (InputException e)
        {
            e.Message.ShouldContain("fuzzed.cif");
        }
    }
}
