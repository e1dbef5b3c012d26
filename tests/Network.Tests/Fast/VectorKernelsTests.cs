using System.Runtime.Intrinsics.X86;
using Foldline.Network.Fast;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Fast;

/// <summary>Each kernel against libtorch's operators, on sizes that no vector divides, on rows apart in memory, in both types and in both mixed.</summary>
[Collection("one profile at a time")]
public sealed class VectorKernelsTests
{
    public static TheoryData<ScalarType, ScalarType, double> Types => new()
    {
        { ScalarType.Float32, ScalarType.Float32, 5e-7 }, { ScalarType.BFloat16, ScalarType.BFloat16, 2.5e-3 }, { ScalarType.Float32, ScalarType.BFloat16, 2.5e-3 },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Elementwise_chains_are_those_of_libtorch(ScalarType target, ScalarType others, double tolerance)
    {
        using var scope = NewDisposeScope();
        foreach (var (rows, columns, pad) in new[] { (1, 1, 0), (3, 16, 0), (5, 37, 0), (7, 130, 11) })
        {
            Tensor t = Strided(rows, columns, pad, 1).to(target), u = Strided(rows, columns, pad, 2).to(others), g = Strided(rows, columns, pad, 3).to(others);
            Tensor exactT = t.to(float64), exactU = u.to(float64), exactG = g.to(float64);
            Near(VectorKernels.Gate(t.clone(), u), exactT * exactU.sigmoid());
            Near(VectorKernels.SiluTimes(t.clone(), u), exactT * exactT.sigmoid() * exactU);
            var sum = t.clone();
            VectorKernels.AddGated(sum, u.clone(), g.clone());
            Near(sum, exactT + exactU * exactG.sigmoid());
            sum = t.clone();
            VectorKernels.AddProduct(sum, u.clone(), g);
            Near(sum, exactT + exactU * exactG);
        }

        void Near(Tensor value, Tensor exact)
        {
            value.dtype.ShouldBe(target);
            FastPairTests.Difference(value, exact).ShouldBeLessThan(tolerance * 4);
            PrecisionTests.Error(value, exact).ShouldBeLessThan(tolerance);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32, ScalarType.Float32, 3e-7)]
    [InlineData(ScalarType.Float32, ScalarType.BFloat16, 2.5e-3)]
    [InlineData(ScalarType.BFloat16, ScalarType.BFloat16, 2.5e-3)]
    public void A_norm_is_libtorchs_on_dense_and_on_transposed_rows(ScalarType from, ScalarType to, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        foreach (var (scale, offset) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            using var norm = FastPairTests.Randomised(new LayerNorm(48, scale, offset), seed: 31);
            var x = (randn(5, 7, 48) * 3 + 100).to(from);
            foreach (var rows in new[] { x, x.transpose(0, 1), x[2] })
            {
                var exact = nn.functional.layer_norm(rows.to(float64), [48], norm.Weight?.to(float64), norm.Bias?.to(float64), LayerNorm.Epsilon);
                var value = VectorKernels.Normalised(norm, rows, to);
                value.dtype.ShouldBe(to);
                value.is_contiguous().ShouldBeTrue();
                PrecisionTests.Error(value, exact).ShouldBeLessThan(tolerance + 1e-5);
            }
        }
        Tensor a = randn(9, 32), scaleRows = randn(9, 32).to(to), shiftRows = randn(9, 32).to(to);
        var adapted = nn.functional.layer_norm(a.to(float64), [32], null, null, LayerNorm.Epsilon) * scaleRows.to(float64) + shiftRows.to(float64);
        PrecisionTests.Error(VectorKernels.Adapted(a, scaleRows, shiftRows), adapted).ShouldBeLessThan(tolerance);
    }

    [Fact]
    public void Extremes_end_where_libtorchs_do()
    {
        using var scope = NewDisposeScope();
        float[] values = [0, -0f, 1e-30f, 20, -20, 88, -88, 89, -89, 104, -104, 1e4f, -1e4f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity];
        var x = tensor(values).unsqueeze(0);
        var value = VectorKernels.Gate(ones_like(x), x);
        (value - x.sigmoid()).abs().max().item<float>().ShouldBeLessThan(2e-7f);
        VectorKernels.Gate(ones(1, 1), tensor(new[] { float.NaN }).unsqueeze(0)).isnan().all().item<bool>().ShouldBeTrue();
        VectorKernels.Gate(full([1, 20], float.NaN, dtype: ScalarType.BFloat16), zeros([1, 20], dtype: ScalarType.BFloat16)).isnan().all().item<bool>().ShouldBeTrue();
        using var mode = no_grad();
        using var norm = FastPairTests.Randomised(new LayerNorm(16), seed: 32);
        VectorKernels.Normalised(norm, full([2, 16], 5f), ScalarType.Float32).isfinite().all().item<bool>().ShouldBeTrue("rows of equal values have no variance");
    }

    [Fact]
    public void Without_the_instructions_libtorch_does_the_same()
    {
        using var scope = NewDisposeScope();
        bool before = VectorKernels.Enabled;
        if (!Avx512F.IsSupported) before.ShouldBeFalse();
        using var mode = no_grad();
        using var norm = FastPairTests.Randomised(new LayerNorm(64), seed: 33);
        Tensor x = randn(10, 64), u = randn(10, 64), g = randn(10, 64);
        try
        {
            VectorKernels.Enabled = false;
            var plain = All();
            VectorKernels.Enabled = before;
            foreach (var (one, other) in All().Zip(plain)) FastPairTests.Difference(one, other).ShouldBeLessThan(2e-6);
        }
        finally
        {
            VectorKernels.Enabled = before;
        }

        Tensor[] All()
        {
            Tensor sum = x.clone(), product = x.clone();
            VectorKernels.AddGated(sum, u.clone(), g.clone());
            VectorKernels.AddProduct(product, u.clone(), g);
            return [VectorKernels.Gate(x.clone(), g.clone()), VectorKernels.SiluTimes(x.clone(), u), sum, product, VectorKernels.Normalised(norm, x, ScalarType.Float32), VectorKernels.Adapted(x, u, g)];
        }
    }

    private static Tensor Strided(long rows, long columns, long pad, ulong seed)
    {
        using var generator = new Generator(seed, CPU);
        return (randn(rows, columns + pad, generator: generator) * 4).narrow(1, 0, columns);
    }
}
