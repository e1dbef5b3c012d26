using CsCheck;

namespace Foldline.Search.Tests;

public sealed class CoreBudgetTests
{
    [Fact]
    public async Task Cores_are_never_lent_twice()
    {
        var budget = new CoreBudget(4);
        var (used, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(index => Task.Run(async () =>
        {
            using var lease = await budget.AcquireAsync(index % 6);
            var now = Interlocked.Add(ref used, lease.Cores);
            lock (budget) most = Math.Max(most, now);
            await Task.Yield();
            Interlocked.Add(ref used, -lease.Cores);
        })));
        most.ShouldBeLessThanOrEqualTo(4);
        (await budget.AcquireAsync(4)).Cores.ShouldBe(4);
    }

    [Fact]
    public async Task A_large_request_is_served_before_later_small_ones()
    {
        var budget = new CoreBudget(2);
        var first = await budget.AcquireAsync(1);
        var large = budget.AcquireAsync(2);
        var small = budget.AcquireAsync(1);
        small.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await large).Dispose();
        (await small).Cores.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_queue_to_the_next()
    {
        var budget = new CoreBudget(2);
        using var held = await budget.AcquireAsync(1);
        using var cancel = new CancellationTokenSource();
        var large = budget.AcquireAsync(2, cancel.Token);
        var small = budget.AcquireAsync(1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => large);
        (await small).Cores.ShouldBe(1);
    }

    [Fact]
    public async Task Giving_back_twice_counts_once()
    {
        var budget = new CoreBudget(1);
        var lease = await budget.AcquireAsync(1);
        lease.Dispose();
        lease.Dispose();
        using var only = await budget.AcquireAsync(1);
        budget.AcquireAsync(1).IsCompleted.ShouldBeFalse();
    }
}
