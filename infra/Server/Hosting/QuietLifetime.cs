using Microsoft.Extensions.Hosting;

namespace Foldline.Server.Hosting;

/// <summary>Leaves signals to the command line, which has its own way of hearing them, and says nothing on the screen.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
