namespace Foldline.Training.Runs;

public sealed class CycleDrawTests
{
    // numpy.random.seed(s); numpy.random.randint(0, 10): 5, 5, 2, 6 for s = 0, 1, 123, 42
    [Theory, InlineData(0, 6), InlineData(1, 6), InlineData(123, 3), InlineData(42, 7)]
    public void The_number_of_cycles_is_the_one_numpy_draws(long step, int expected) => CycleDraw.Of(step, 10).ShouldBe(expected);

    [Fact]
    public void Every_number_up_to_the_most_occurs()
        => Enumerable.Range(0, 200).Select(step => CycleDraw.Of(step, 4)).Distinct().Order().ShouldBe([1, 2, 3, 4]);

    [Fact]
    public void One_cycle_needs_no_draw() => CycleDraw.Of(7, 1).ShouldBe(1);
}
