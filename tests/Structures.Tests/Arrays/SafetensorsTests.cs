using System.Text;
using CsCheck;
using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Structures.Tests.Arrays;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("foldline-safetensors-").FullName;

    private string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly Gen<NamedArray> AnyArray =
        from type in Gen.Enum<ElementType>()
        from shape in Gen.Long[0, 4].Array[0, 3]
        from name in Gen.String[1, 12]
        from data in Gen.Byte.Array[(int)shape.Aggregate(1L, (product, extent) => product * extent) * type.Size()]
        select new NamedArray(name, type, shape, data);

    private static readonly Gen<(NamedArray[] Arrays, Dictionary<string, string> Metadata)> AnyFile =
        from arrays in AnyArray.Array[0, 6]
        from keys in Gen.Dictionary(Gen.String[0, 6], Gen.String[0, 20])[0, 3]
        select (arrays.Where(array => array.Name != "__metadata__").DistinctBy(array => array.Name).ToArray(), keys);

    // Unpaired surrogates have no UTF-8 form, so no file can carry them.
    private static bool IsText(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    [Fact]
    public void What_is_written_is_read_back() => AnyFile
        .Where(file => file.Arrays.All(array => IsText(array.Name)) && file.Metadata.All(pair => IsText(pair.Key) && IsText(pair.Value)))
        .Sample(file =>
        {
            string path = PathOf($"{Guid.NewGuid():N}.safetensors");
            SafetensorsWriter.Write(path, file.Arrays, file.Metadata);
            using var read = SafetensorsFile.Open(path);
            read.Metadata.ShouldBe(file.Metadata, ignoreOrder: true);
            read.Arrays.Count.ShouldBe(file.Arrays.Length);
            foreach (var array in file.Arrays)
            {
                var back = read.Read(array.Name);
                back.Type.ShouldBe(array.Type);
                back.Shape.ShouldBe(array.Shape);
                back.Data.Span.SequenceEqual(array.Data.Span).ShouldBeTrue();
                (read.OffsetOf(array.Name) % array.Type.Size()).ShouldBe(0);
            }
        }, iter: 200);

    [Fact]
    public void A_damaged_file_is_an_input_error_or_still_consistent()
    {
        string good = PathOf("good.safetensors"), damaged = PathOf("damaged.safetensors");
        SafetensorsWriter.Write(good, [NamedArray.From("a.weight", [1f, 2, 3, 4, 5, 6], 2, 3), NamedArray.From("mask", [true, false, true], 3)],
            new Dictionary<string, string> { ["class"] = "Transition" });
        byte[] bytes = File.ReadAllBytes(good);
        (from position in Gen.Int[0, bytes.Length - 1]
         from value in Gen.Byte
         from cut in Gen.Int[0, bytes.Length]
         from truncate in Gen.Bool
         select (position, value, cut, truncate)).Sample(mutation =>
         {
             byte[] mutant = Damage(bytes, mutation);
             File.WriteAllBytes(damaged, mutant);
             try
             {
                 using var file = SafetensorsFile.Open(damaged);
                 foreach (var array in file.Arrays) file.Read(array.Name).Data.Length.ShouldBe((int)array.Bytes);
             }
             catch (InputException fault)
             {
                 fault.Message.ShouldContain("damaged.safetensors");
             }
         }, iter: 3000, threads: 1);
    }

    private static byte[] Damage(byte[] bytes, (int Position, byte Value, int Cut, bool Truncate) mutation)
    {
        byte[] mutant = mutation.Truncate ? bytes[..mutation.Cut] : [.. bytes];
        if (mutation.Position < mutant.Length) mutant[mutation.Position] = mutation.Value;
        return mutant;
    }

    [Theory]
    [InlineData("", "empty or cut off")]
    [InlineData("{}", "belong to nothing", "xx")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}", "'a' appears twice", "abcd")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "takes 8 bytes, but 4", "abcd")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "cut off or damaged", "abc")]
    [InlineData("{\"a\":{\"dtype\":\"F4\",\"shape\":[1],\"data_offsets\":[0,4]}}", "element type F4", "abcd")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", "'b' overlaps", "abc")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", "1 bytes before tensor 'a'", "ab")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}", "is impossible")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "whole numbers from 0", "abcd")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", "is not a string")]
    public void Each_fault_is_named(string header, string expected, string data = "")
    {
        string path = PathOf("faulty.safetensors");
        byte[] json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, header.Length == 0 ? [] : [.. BitConverter.GetBytes((long)json.Length), .. json, .. Encoding.UTF8.GetBytes(data)]);
        var fault = Should.Throw<InputException>(() => SafetensorsFile.Open(path));
        fault.Message.ShouldContain("faulty.safetensors");
        fault.Message.ShouldContain(expected);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_input_errors()
    {
        Should.Throw<InputException>(() => SafetensorsFile.Open(PathOf("absent"))).Message.ShouldContain("no such file");
        Should.Throw<InputException>(() => SafetensorsFile.Open(_folder)).Message.ShouldContain("folder");
    }

    [Fact]
    public void A_failed_write_leaves_no_file_and_keeps_the_old_one()
    {
        string path = PathOf("kept.safetensors");
        SafetensorsWriter.Write(path, [NamedArray.From("a", [1f], 1)]);
        byte[] before = File.ReadAllBytes(path);
        Should.Throw<IOException>(() => SafetensorsWriter.Write(path, [new ArrayHeader("b", ElementType.Float32, [1])],
            _ => throw new IOException("disk full")));
        Should.Throw<ArgumentException>(() => SafetensorsWriter.Write(path, [new ArrayHeader("b", ElementType.Float32, [1])], _ => new byte[3]));
        Directory.GetFileSystemEntries(_folder).ShouldBe([path]);
        File.ReadAllBytes(path).ShouldBe(before);
    }

    [Fact]
    public void Arrays_are_not_readable_after_the_file_is_closed()
    {
        string path = PathOf("closed.safetensors");
        SafetensorsWriter.Write(path, [NamedArray.From("a", [1f], 1)]);
        var file = SafetensorsFile.Open(path);
        var array = file.Read("a");
        array.Values<float>()[0].ShouldBe(1f);
        file.Dispose();
        Should.Throw<ObjectDisposedException>(() => array.Values<float>()[0]);
    }

    [Fact]
    public void Every_reference_file_opens()
    {
        string folder = Repository.RequireReference("modules");
        foreach (string path in Directory.GetFiles(folder, "*.safetensors"))
        {
            using var file = SafetensorsFile.Open(path);
            file.Arrays.Count.ShouldBeGreaterThan(0, path);
            file.Metadata.ShouldContainKey("class", path);
        }
    }
}
