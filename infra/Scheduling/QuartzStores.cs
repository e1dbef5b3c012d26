using Foldline.Activities;
using Foldline.Persistence;
using Foldline.Workflows;
using Quartz;

namespace Foldline.Scheduling;

/// <summary>Builds the Quartz scheduler of a process on the database that carries the state.</summary>
internal static class QuartzStores
{
    /// <summary>The scheduler, not started yet.</summary>
    public static async Task<IScheduler> BuildAsync(RunStore store, string workerId, WorkerOffer offer, CancellationToken cancellationToken)
    {
        var groups = (from resource in Enum.GetValues<ResourceClass>()
                      where offer.Slots(resource) > 0
                      from name in BurstGroups.Served(resource, offer)
                      select (Name: name, Limit: offer.Slots(resource))).ToList();
        var threads = Math.Max(2, groups.Sum(group => Math.Min(group.Limit, 64)));
        var builder = QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "foldline";
                options.InstanceId = workerId;
                options.IdleWaitTime = TimeSpan.FromSeconds(1);
                options.PropagateTraceContext = false;
                foreach (var (name, _) in groups) options.ServedExecutionGroups.Add(name);
                options.ServedExecutionGroups.Add("_");
            });
            quartz.UseDefaultThreadPool(Math.Min(threads, 256));
            quartz.UseExecutionLimits(limits =>
            {
                foreach (var (name, limit) in groups) limits.ForGroup(name, limit);
            });
            quartz.UsePersistentStore(persistent =>
            {
                persistent.ProvisionSchema();
                persistent.ConfigureStore(options =>
                {
                    options.StoreJobDataAsStrings = true;
                    options.DbRetryInterval = TimeSpan.FromSeconds(2);
                });
                if (store is SqliteRunStore sqlite)
                {
                    persistent.UseSqlite(QueueFile.Factory, QueueFile.Prepare(sqlite.FilePath));
                    return;
                }
                var server = (PostgresRunStore)store;
                // What is queued can be queued again from the state, so it does not wait for the disk.
                persistent.UsePostgres(server.QueueConnectionString);
                persistent.UseClustering(cluster => cluster.CheckinInterval = TimeSpan.FromSeconds(5));
            });
        });
        var scheduler = await builder.BuildScheduler(cancellationToken);
        await scheduler.AddJob(BurstJob.Detail(), AddJobOptions.Replacing, cancellationToken);
        return scheduler;
    }
}
