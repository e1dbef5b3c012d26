using Foldline.Persistence;

namespace Foldline.Scheduling.Tests;

public sealed class PostgresScheduleTests : ScheduleContract
{
    private protected override async Task<RunStore> OpenAsync() => await PostgresRunStore.OpenAsync(await SharedPostgres.DatabaseAsync(), Token);
}
