using Foldline.Cli.Running;
using Foldline.Cli.Terminal;
using Foldline.Server.Access;
using Foldline.Server.Hosting;
using Foldline.Server.Packages;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Foldline.Cli.Serving;

/// <summary>One serving process from its start to its orderly end.</summary>
/// <param name="screen">Where the operator reads.</param>
/// <param name="time">The clock.</param>
public sealed class ServeRun(Screen screen, TimeProvider time)
{
    /// <summary>Serves until it is told to stop; returns 0 after an orderly end.</summary>
    /// <exception cref="MachineLacksException">The database or the port is not to be had.</exception>
    public async Task<int> RunAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await ServeAsync(settings, cancellationToken);
        }
        catch (RunException fault)
        {
            throw new MachineLacksException(fault.Message, fault);
        }
    }

    private async Task<int> ServeAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.DataFolder);
        var pages = PagePackages.Find();
        var options = new ServerOptions
        {
            Url = settings.Url, DataFolder = settings.DataFolder, Database = settings.Database, Certificate = settings.Certificate, AllowRemoteHttp = settings.AllowRemoteHttp,
            Version = ProductVersion.Text, AllowPrivateWebhooks = settings.AllowPrivateWebhooks, PackageFolder = pages?.Installed,
        };
        await using var host = await ServeHost.OpenAsync(settings, screen, time, cancellationToken);
        await using var app = await ServerHost.BuildAsync(options, host.Register, cancellationToken);
        if (await app.Services.GetRequiredService<AdminKeyFile>().WriteFirstAsync(settings.DataFolder, cancellationToken) is { } file)
            screen.Say($"First start: the admin key of project '{AdminKeyFile.FirstProject}' is in {file}. Read it, then keep it where you keep passwords.");
        if (settings.AllowRemoteHttp) screen.Say("WARNING: serving without TLS. Keys cross the network in the clear.");
        // Before it listens: who may not work on this state serves nobody.
        await using var engine = await host.StartEngineAsync(cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault)
        {
            throw new MachineLacksException($"Cannot listen on {settings.Url}: {fault.Message} Choose another port with --url.", fault);
        }
        screen.Say($"Listening on {Address(app)}; Ctrl+C stops.");
        using var leave = new CancellationTokenSource();
        var bringing = BringAsync(pages, app.Services.GetRequiredService<PackageShelf>(), leave.Token);
        await Task.WhenAny(UntilAsync(cancellationToken), engine.Completion);
        await leave.CancelAsync();
        await bringing;
        if (engine.Completion.IsFaulted) await engine.Completion;
        screen.Say("Stopping: what runs is stopped and continues at the next start …");
        await Task.WhenAll(app.StopAsync(CancellationToken.None), engine.DisposeAsync().AsTask());
        screen.Say("Stopped.");
        return ExitCode.Success;
    }

    /// <summary>Fetches npm's packages at the first start, while the server listens; without them everything but the pages that show them works.</summary>
    private async Task BringAsync(PagePackages? pages, PackageShelf shelf, CancellationToken cancellationToken)
    {
        try
        {
            if (pages is not null) await pages.BringAsync(shelf, screen.Say, cancellationToken);
            else
            {
                shelf.GiveUp($"The designer is not shown: the folder with the packages of the pages was not found. Name it in {PagePackages.Variable} and start ./foldline serve again.");
                screen.Say(shelf.Note);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops; the next start fetches them.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            shelf.GiveUp($"The designer is not shown: {fault.Message}");
            screen.Say(shelf.Note);
        }
    }

    private static string Address(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "?";

    private static async Task UntilAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }
}
