using Foldline.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence.Tests;

/// <summary>A state that an earlier version wrote is brought up to date and goes on.</summary>
public sealed class SqliteUpgradeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_begun_under_the_first_schema_goes_on_under_this_one()
    {
        var token = TestContext.Current.CancellationToken;
        var path = Path.Combine(_folder.Path, "old.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(token);
            await using var command = connection.CreateCommand();
            command.CommandText = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Data", "schema-0001.sql"), token)
                + "INSERT INTO instances (run_key, name, ordinal, priority, status, inputs, inputs_hash, version, created_at, updated_at) VALUES (1, 'c', 2, 0, 1, '{}', 'h', 4, 1, 1);"
                + "INSERT INTO attempts (instance_key, frame, number, rung, owner, started_at) VALUES (3, 2, 1, 0, 'm/1', 1);";
            await command.ExecuteNonQueryAsync(token);
        }
        await using var store = await SqliteRunStore.OpenAsync(path, token);
        await using var state = store.Open();
        var run = (await store.FindRunAsync(state.Runs.Single().Id, token)).ShouldNotBeNull();
        (await store.CountAsync(run, token)).ShouldBe(new Dictionary<InstanceStatus, int> { [InstanceStatus.Succeeded] = 2, [InstanceStatus.Running] = 1 }, ignoreOrder: true);
        (await store.ResultsAsync(run, token))[0].Outputs["Ranking"].ShouldNotBeNull();
        (await store.OpenAttemptsAsync(run, token)).Single().InstanceKey.ShouldBe(3);
        state.Units.Count().ShouldBe(4, "what was searched before is not searched again");
        await store.CommitAsync(new InstanceCommit { InstanceKey = 3, Version = 4, Status = InstanceStatus.Succeeded, Snapshot = "{}", At = DateTimeOffset.UnixEpoch, OutputsJson = "{}" },
            token);
        var campaigns = new CampaignStore(store, Definitions.Catalog, TimeProvider.System);
        (await campaigns.ListAsync(new CampaignQuery(), token)).Items.ShouldBeEmpty("a run of the command line is no campaign");
        (await campaigns.SubmitAsync(Definitions.Campaign(2), token)).Counts.Pending.ShouldBe(2);
    }
}
