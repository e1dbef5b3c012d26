namespace Foldline.Training.Measurement;

/// <summary>The memory of long crops told from short ones.</summary>
public sealed class StepMemoryFitTests
{
    private static long Step(long tokens) => 9_000_000 * tokens + 500_000 * tokens * tokens + 7_000 * tokens * tokens * tokens;

    private static StepMemoryFit Fit { get; } = StepMemoryFit.Through((16, Step(16)), (24, Step(24)), (40, Step(40)));

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(96)]
    [InlineData(384)]
    public void Three_lengths_tell_every_other(int tokens) => ((double)Fit.BytesAt(tokens)).ShouldBe(Step(tokens), 1e-6 * Step(tokens));

    [Fact]
    public void The_longest_crop_fits_and_the_next_one_does_not()
    {
        var longest = Fit.Longest(bytes: Step(80) + 1_000_000, multiple: 8);
        longest.ShouldBe(80);
        Fit.Longest(bytes: Step(80) - 1_000_000, multiple: 8).ShouldBe(72);
        Fit.Longest(bytes: Step(8) / 2, multiple: 8).ShouldBe(0);
    }

    [Fact]
    public void Falling_memory_is_not_followed_for_ever() => new StepMemoryFit(1000, -1, 0).Longest(long.MaxValue, 8).ShouldBeLessThan(1000);
}
