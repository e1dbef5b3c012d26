using System.Text.Json;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Structures.Predictions;

namespace Foldline.Structures.Verification;

/// <summary>
/// A reference file of a stage that works on plain arrays: its inputs (<c>input.*</c>), its configuration, and the outputs (<c>output.*</c>) collected against
/// it. The network's cases, which are tensors, have a reader of their own.
/// </summary>
/// <param name="file">The file; stays the caller's.</param>
public sealed class ReferenceCase(SafetensorsFile file)
{
    private const double RelativeTolerance = 1e-5;
    private const double NoiseFloors = 10;
    private readonly Dictionary<string, double[]> _produced = [];

    /// <summary>The metadata <c>config</c>; an empty object where there is none.</summary>
    public JsonElement Config { get; } = JsonDocument.Parse(file.Metadata.GetValueOrDefault("config", "{}")).RootElement;

    /// <summary>Whether the file holds an array of that name.</summary>
    public bool Has(string name) => file.Contains(name);

    /// <summary>The extent of an axis of an array.</summary>
    public int Extent(string name, int axis) => (int)file.Read(name).Shape[axis];

    /// <summary>All elements of an array as numbers, row-major.</summary>
    public double[] Numbers(string name)
    {
        var array = file.Read(name);
        return array.Type switch
        {
            ElementType.Float32 => [.. array.Values<float>().ToArray().Select(value => (double)value)],
            ElementType.Float64 => array.Values<double>().ToArray(),
            ElementType.Int64 => [.. array.Values<long>().ToArray().Select(value => (double)value)],
            ElementType.Int32 => [.. array.Values<int>().ToArray().Select(value => (double)value)],
            ElementType.Bool or ElementType.UInt8 => [.. array.Values<byte>().ToArray().Select(value => (double)value)],
            _ => throw new InputException($"{file.Path}: {name} holds {array.Type}, which reference cases do not use."),
        };
    }

    /// <summary>All elements of an array in single precision.</summary>
    public float[] Floats(string name) => [.. Numbers(name).Select(value => (float)value)];

    /// <summary>All elements of an array as integers.</summary>
    public int[] Integers(string name) => [.. Numbers(name).Select(value => (int)value)];

    /// <summary>All elements of an array as flags; anything but 0 is true.</summary>
    public bool[] Flags(string name) => [.. Numbers(name).Select(value => value != 0)];

    /// <summary>One sample of an array whose first axis counts samples.</summary>
    public float[] Sample(string name, int sample)
    {
        var all = Floats(name);
        int length = all.Length / Extent(name, 0);
        return all[(sample * length)..((sample + 1) * length)];
    }

    /// <summary>One sample of logits, [sample,row,column,class].</summary>
    public LogitArray Logits(string name, int sample, int rows, int columns) => new(Sample(name, sample), rows, columns, (int)file.Read(name).Shape[^1]);

    /// <summary>States what the product made of an output, row-major; <c>output.</c> is left off the name.</summary>
    public void Produce(string output, params IEnumerable<float> values) => Produce(output, values.Select(value => (double)value));

    /// <inheritdoc cref="Produce(string, IEnumerable{float})"/>
    public void Produce(string output, IEnumerable<double> values) => _produced[output] = [.. values];

    /// <summary>The outputs of the file beside what was produced.</summary>
    /// <param name="onlyProduced">Whether outputs that were not produced are somebody else's; default false: then they are faults.</param>
    public VerifiedCase Compare(bool onlyProduced = false)
    {
        var floors = file.Metadata.TryGetValue("fp32_noise_floor_maxabs", out var text) ? JsonDocument.Parse(text).RootElement : default;
        var outputs = file.Arrays.Where(array => array.Name == "output" || array.Name.StartsWith("output.", StringComparison.Ordinal)).Where(array => !onlyProduced || _produced.ContainsKey(Short(array.Name))).Select(array =>
        {
            var name = Short(array.Name);
            var expected = Numbers(array.Name);
            double floor = floors.ValueKind == JsonValueKind.Object && floors.TryGetProperty(name, out var stated) ? stated.GetDouble() : 0;
            return new VerifiedOutput(name, Difference(name, expected), Math.Max(NoiseFloors * floor, Tolerance(array.Type, expected)));
        });
        return new VerifiedCase(Path.GetFileNameWithoutExtension(file.Path), [.. outputs]);
    }

    private static string Short(string name) => name == "output" ? name : name["output.".Length..];

    // Counts and flags must be equal; numbers to five digits of the largest.
    private static double Tolerance(ElementType type, double[] expected) => type is not (ElementType.Float32 or ElementType.Float64) ? 0
        : RelativeTolerance * Math.Max(1, expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max());

    private double Difference(string name, double[] expected)
    {
        if (!_produced.TryGetValue(name, out var actual) || actual.Length != expected.Length) return double.PositiveInfinity;
        double largest = 0;
        for (int at = 0; at < expected.Length; at++)
        {
            if (expected[at].Equals(actual[at])) continue;
            double difference = Math.Abs(expected[at] - actual[at]);
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        }
        return largest;
    }
}
