using Foldline.Activities;
using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence.Tests;

/// <summary>What the runtime may rely on, whatever the database.</summary>
public abstract class RunStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected RunStore Store { get; private set; } = null!;

    private protected string Folder => _folder.Path;

    private protected abstract Task<RunStore> OpenAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<(RunRecord Run, IReadOnlyList<InstanceRecord> Instances)> BeginAsync(int count, Func<int, int>? priority = null)
    {
        var run = await Store.CreateRunAsync(new NewRun("r", "{}", "hash", Now), Token);
        await Store.AddInstancesAsync(run, [.. Enumerable.Range(0, count).Select(i => new NewInstance($"t{i}", "{}", "h", priority?.Invoke(i) ?? 0, Now))],
            Token);
        return (run, await Store.PageAsync(run, [InstanceStatus.Pending], InstancePlace.First, count, Token));
    }

    private static InstanceCommit Commit(InstanceRecord instance, long version) =>
        new() { InstanceKey = instance.Key, Version = version, Status = InstanceStatus.Running, Snapshot = "{}", At = Now };

    private static AttemptRecord Attempt(InstanceRecord instance, int number) =>
        new() { InstanceKey = instance.Key, Frame = 2, Number = number, Rung = 0, Owner = "m/1", StartedAt = Now };

    [Fact]
    public async Task A_commit_from_an_old_version_changes_nothing()
    {
        var (_, instances) = await BeginAsync(1);
        await Store.CommitAsync(Commit(instances[0], 0) with { Attempts = [Attempt(instances[0], 1)] }, Token);
        await Should.ThrowAsync<StaleInstanceException>(() =>
            Store.CommitAsync(Commit(instances[0], 0) with { Status = InstanceStatus.Failed, Attempts = [Attempt(instances[0], 2)] }, Token));
        var stored = await Store.LoadAsync(instances[0].Key, Token);
        (stored.Status, stored.Version).ShouldBe((InstanceStatus.Running, 1));
        (await Store.AttemptsAsync(instances[0].Key, Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing_and_one_bad_commit_harms_no_other()
    {
        var (run, instances) = await BeginAsync(50);
        var writes = instances.Select(async (instance, i) =>
        {
            for (var version = 0; version < 10; version++)
                await Store.CommitAsync(Commit(instance, version)
                    with { Attempts = [Attempt(instance, version + 1) with { Owner = i == 7 && version == 3 ? null! : "m/1" }] }, Token);
        });
        (await Should.ThrowAsync<Exception>(() => Task.WhenAll(writes))).ShouldNotBeOfType<StaleInstanceException>();
        var versions = (await Store.PageAsync(run, [InstanceStatus.Running], InstancePlace.First, 100, Token)).Select(instance => instance.Version).ToList();
        versions.Count(version => version == 10).ShouldBe(49);
        versions.Count(version => version == 3).ShouldBe(1);
        (await Store.OpenAttemptsAsync(run, Token)).Count.ShouldBe(493);
    }

    [Fact]
    public async Task Pages_go_by_priority_then_submission_and_miss_none()
    {
        var (run, _) = await BeginAsync(25, i => i % 3);
        var (names, after) = (new List<(int, long)>(), InstancePlace.First);
        while (await Store.PageAsync(run, [InstanceStatus.Pending], after, 4, Token) is { Count: > 0 } page)
        {
            names.AddRange(page.Select(instance => (-instance.Priority, instance.Ordinal)));
            after = page[^1].Place;
        }
        names.Count.ShouldBe(25);
        names.ShouldBe(names.Order());
    }

    [Fact]
    public async Task A_unit_is_found_once_committed_and_forgotten_with_its_artifact()
    {
        var key = UnitKey.Of("u", "x");
        var hash = new string('a', 64);
        var attempt = new UnitAttempt(key.Value, "x", "r", 1, 2, "m/1", Now);
        (await Store.BeginUnitAsync(attempt, Token)).ShouldBe(1);
        (await Store.BeginUnitAsync(attempt with { Owner = "m/2" }, Token)).ShouldBe(2);
        (await Store.FindUnitAsync(key, Token)).ShouldBeNull();
        await Store.EndUnitAsync(new UnitEnd(key.Value, 2, AttemptOutcome.Succeeded, Now, 5) { ResultJson = "42", Artifacts = [hash] }, Token);
        (await Store.FindUnitAsync(key, Token))!.ResultJson.ShouldBe("42");
        (await Store.BeginUnitAsync(attempt with { Owner = "m/3" }, Token)).ShouldBe(0, "its result was committed after this one looked for it");
        (await Store.ForgetUnitsOfAsync(new string('b', 64), Token)).ShouldBe(0);
        (await Store.ForgetUnitsOfAsync(hash, Token)).ShouldBe(1);
        (await Store.FindUnitAsync(key, Token)).ShouldBeNull();
        await using var state = Store.Open();
        (await state.UnitAttempts.OrderBy(row => row.Number).Select(row => row.Outcome).ToListAsync(Token))
            .ShouldBe([AttemptOutcome.Lost, AttemptOutcome.Succeeded]);
    }

    [Fact]
    public async Task What_is_committed_survives_reopening()
    {
        var (_, instances) = await BeginAsync(1);
        await Store.CommitAsync(Commit(instances[0], 0) with
        {
            Status = InstanceStatus.Failed,
            Failure = new InstanceFailure("a", "T", "A", FailureClass.Poison, "m", null, 2, null),
            Executions = [new ExecutionRecord { InstanceKey = instances[0].Key, Frame = 2, ActivityId = "a", ActivityType = "T",
                Status = ExecutionStatus.Faulted, StartedAt = Now, InputsJson = "{}" }],
        }, Token);
        await using var again = await OpenAsync();
        var result = (await again.ResultsAsync((await again.FindRunAsync("r", Token))!, Token)).ShouldHaveSingleItem();
        result.Failure.ShouldBe(new InstanceFailure("a", "T", "A", FailureClass.Poison, "m", null, 2, null));
        (await again.ExecutionsAsync(instances[0].Key, Token)).ShouldHaveSingleItem().InputsJson.ShouldBe("{}");
    }

    [Fact]
    public async Task A_unit_that_a_living_worker_is_at_is_not_begun_again_and_a_dead_ones_is()
    {
        var attempt = new UnitAttempt(UnitKey.Of("u", "living").Value, "x", "r", 1, 2, "m/1", Now);
        var worker = new WorkerRecord { Id = "m/1", Machine = "m", ProcessId = 1, Offer = new WorkerOffer(), StartedAt = Now, HeardAt = Now };
        (await Store.HeartbeatAsync(worker, Token)).ShouldBeTrue();
        (await Store.BeginUnitAsync(attempt, Token)).ShouldBe(1);
        (await Store.BeginUnitAsync(attempt with { Owner = "m/2" }, Token)).ShouldBe(0);
        (await Store.BuryAsync(TimeSpan.FromMinutes(1), [], Token)).Count.ShouldBe(1);
        (await Store.BuryAsync(TimeSpan.FromMinutes(1), ["m/1"], Token)).ShouldBeEmpty();
        (await Store.BeginUnitAsync(attempt with { Owner = "m/2" }, Token)).ShouldBe(2);
        (await Store.HeartbeatAsync(worker, Token)).ShouldBeFalse("it was given up for dead");
        (await Store.HeartbeatAsync(worker, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_process_leads_until_it_lets_go()
    {
        var lead = (await Store.TryLeadAsync(Token)).ShouldNotBeNull();
        (await Store.TryLeadAsync(Token)).ShouldBeNull();
        (await lead.HoldsAsync(Token)).ShouldBeTrue();
        await lead.DisposeAsync();
        await using var next = (await Store.TryLeadAsync(Token)).ShouldNotBeNull();
    }
}
