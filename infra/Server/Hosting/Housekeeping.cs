using Foldline.Persistence.Access;
using Foldline.Server.Access;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Hosting;

/// <summary>Writes down the last use of keys every half minute, and forgets kept answers after a day and delivered events after a month.</summary>
internal sealed class Housekeeping(ApiKeys keys, AnswerStore answers, WebhookStore webhooks, TimeProvider time, ILogger<Housekeeping> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await keys.FlushAsync(stoppingToken);
                    var now = time.GetUtcNow();
                    await answers.ForgetAsync(now.AddDays(-1), now.AddMinutes(-10), stoppingToken);
                    await webhooks.ForgetAsync(now.AddDays(-30), stoppingToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    log.LogWarning(fault, "Housekeeping failed and is tried again in {Seconds} s", Pause.TotalSeconds);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await keys.FlushAsync(cancellationToken);
    }
}
