using System.Text.Json;
using Foldline.Network.Primitives;
using Foldline.Network.Profiling;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Profiling;

[Collection("one profile at a time")]
public sealed class ProfilingTests
{
    private const long Megabyte = 1 << 20;

    private static void About(long bytes, long expected) => bytes.ShouldBeInRange(expected - (Megabyte / 100), expected + (Megabyte / 100));

    [Fact]
    public void Tensor_memory_counts_what_lives_and_what_lived_at_once()
    {
        TensorMemory.Supported.ShouldBeTrue();
        using var counter = TensorMemory.Start();
        var kept = zeros(Megabyte / 4);
        zeros(Megabyte).Dispose();
        About(counter.LiveBytes, Megabyte);
        About(counter.PeakBytes, 5 * Megabyte);
        counter.ResetPeak();
        counter.PeakBytes.ShouldBe(counter.LiveBytes);
        kept.Dispose();
        About(counter.LiveBytes, 0);
    }

    [Fact]
    public void Tensor_memory_nests_and_starts_from_zero_again()
    {
        Tensor kept;
        using (var outer = TensorMemory.Start())
        {
            kept = zeros(Megabyte / 4);
            using (var inner = TensorMemory.Start())
            {
                zeros(Megabyte / 2).Dispose();
                About(inner.PeakBytes, 2 * Megabyte);
            }
            About(outer.PeakBytes, 3 * Megabyte);
        }
        using (kept)
        using (var later = TensorMemory.Start())
        {
            zeros(Megabyte / 4).Dispose();
            About(later.PeakBytes, Megabyte);
        }
    }

    [Fact]
    public void A_profile_names_modules_and_operators_with_their_memory()
    {
        using var module = new Transition(32, 4);
        using var x = randn(64, 64, 32);
        using var profile = new NetworkProfiler();
        profile.Attach(module, "transition");
        using (no_grad()) profile.Stage("forward", () => module.call(x)).Dispose();

        profile.Spans.Select(span => span.Name).ShouldContain("transition.linear_no_bias_a");
        var whole = profile.Spans.Single(span => span.Name == "transition");
        whole.ExtraBytes.ShouldBeInRange(2 * 64 * 64 * 128 * 4, 5 * 64 * 64 * 128 * 4);
        whole.Self.ShouldBeLessThan(whole.Duration);
        profile.Rows.Single(row => row.Name == nameof(LayerNorm)).Calls.ShouldBe(1);
        OperatorObserver.Supported.ShouldBeTrue();
        profile.Rows.Single(row => row is { Kind: SpanKind.Operator, Name: "aten::silu" }).Calls.ShouldBe(1);
        profile.Rows.Single(row => row.Kind == SpanKind.Stage).Total.ShouldBeGreaterThanOrEqualTo(whole.Duration);
    }

    [Fact]
    public void A_disposed_profile_hears_nothing_more()
    {
        using var module = new LayerNorm(4);
        using var x = randn(2, 4);
        var profile = new NetworkProfiler();
        profile.Attach(module);
        profile.Dispose();
        module.call(x).Dispose();
        profile.Spans.ShouldBeEmpty();
    }

    [Fact]
    public void A_pass_that_throws_leaves_the_profile_in_order()
    {
        using var module = new Transition(32, 4);
        using var wrong = randn(3, 5);
        using var right = randn(3, 32);
        using var profile = new NetworkProfiler();
        profile.Attach(module, "transition");
        Should.Throw<Exception>(() => profile.Stage("wrong", () => module.call(wrong)));
        using (no_grad()) profile.Stage("right", () => module.call(right)).Dispose();
        var right1 = profile.Spans.Single(span => span.Name == "right");
        profile.Spans.Last().ShouldBe(right1);
        profile.Spans.Where(span => span.Name == "transition").ShouldHaveSingleItem().Start.ShouldBeGreaterThanOrEqualTo(right1.Start);
    }

    [Fact]
    public void The_trace_is_json_that_a_trace_viewer_reads()
    {
        using var module = new LayerNorm(4);
        using var x = randn(2, 4);
        using var profile = new NetworkProfiler();
        profile.Attach(module, "norm");
        profile.Stage("forward", () => module.call(x)).Dispose();
        using var stream = new MemoryStream();
        ChromeTrace.Write(profile, stream);
        using var json = JsonDocument.Parse(stream.ToArray());
        var events = json.RootElement.GetProperty("traceEvents").EnumerateArray().ToList();
        var complete = events.Where(e => e.GetProperty("ph").GetString() == "X").ToList();
        complete.Select(e => e.GetProperty("cat").GetString()).Distinct().ShouldBe(["operator", "module", "stage"], ignoreOrder: true);
        foreach (var e in complete)
        {
            e.GetProperty("dur").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
            e.GetProperty("args").GetProperty("peak_mb").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public void The_span_limit_keeps_the_sums_going()
    {
        using var module = new LayerNorm(4);
        using var x = randn(2, 4);
        using var profile = new NetworkProfiler(operators: false, spanLimit: 2);
        profile.Attach(module, "norm");
        for (int i = 0; i < 5; i++) module.call(x).Dispose();
        profile.Spans.Count.ShouldBe(2);
        profile.DroppedSpans.ShouldBe(3);
        profile.Rows.Single().Calls.ShouldBe(5);
    }

    [Fact]
    public void The_one_dnn_choice_is_undone_and_stays_exact_where_it_is_allowed()
    {
        bool exact = MatmulPrecision.OneDnnKeepsSinglePrecision;
        MatmulPrecision.UsesOneDnn.ShouldBeFalse();
        if (!exact) return;
        using var a = randn(64, 64);
        using var b = randn(64, 64);
        using var mkl = matmul(a, b);
        MatmulPrecision.Use(oneDnn: true);
        using var oneDnn = matmul(a, b);
        MatmulPrecision.Use(oneDnn: false);
        (mkl - oneDnn).abs().max().item<float>().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void The_matmul_rate_is_a_rate()
    {
        var rate = MatmulRate.Measure(size: 128, repeats: 1);
        rate.Single.ShouldBeGreaterThan(0.1);
        rate.BFloat16.ShouldBeGreaterThan(0);
        rate.Best(ScalarType.BFloat16).ShouldBe(rate.BFloat16);
        rate.Best(ScalarType.Float32).ShouldBe(rate.Single);
    }

    [Fact]
    public void Process_memory_sees_what_is_touched()
    {
        const long size = 64 * Megabyte;
        ProcessMemory.Available.ShouldBeGreaterThan(0);
        bool reset = ProcessMemory.TryResetPeak();
        long before = ProcessMemory.Resident;
        using (ones(size / 4)) ProcessMemory.Resident.ShouldBeGreaterThan(before + (size / 2));
        if (reset) ProcessMemory.PeakResident.ShouldBeGreaterThan(before + (size / 2));
    }
}
