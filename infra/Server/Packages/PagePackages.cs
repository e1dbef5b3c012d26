using System.Diagnostics;

namespace Foldline.Server.Packages;

/// <summary>
/// The npm packages that pages show: pinned by the lock file in infra/Server/npm, fetched once into its node_modules, served from there. Where npm is not
/// at hand everything else works, and the pages that need them say what to do.
/// </summary>
/// <param name="folder">The folder with package.json and its lock file.</param>
public sealed class PagePackages(string folder)
{
    /// <summary>The environment variable that names the folder where the program does not lie in its repository.</summary>
    public const string Variable = "FOLDLINE_PAGES";

    /// <summary>What a user has to do where the packages are missing.</summary>
    public const string Remedy = "Install Node.js and npm (Debian and Ubuntu: apt-get install nodejs npm) and start ./foldline serve again: it fetches what the pages need once.";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Finds the folder: the environment's, else infra/Server/npm above the program; <c>null</c> where there is none.</summary>
    public static PagePackages? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return new PagePackages(named);
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
            if (Path.Combine(above.FullName, "infra", "Server", "npm") is var here && File.Exists(Path.Combine(here, "package-lock.json"))) return new PagePackages(here);
        return null;
    }

    /// <summary>Where the packages lie, or <c>null</c> while they are not there.</summary>
    public string? Installed => File.Exists(Stamp) && Wanted is { } lockFile && File.ReadAllText(Stamp) == lockFile ? Path.Combine(folder, "node_modules") : null;

    private string Stamp => Path.Combine(folder, "node_modules", ".installed");

    private string? Wanted => File.Exists(Path.Combine(folder, "package-lock.json")) ? File.ReadAllText(Path.Combine(folder, "package-lock.json")) : null;

    /// <summary>Puts the packages on a shelf: at once where they are there, else once they are fetched. The shelf and the operator are told how it goes.</summary>
    /// <param name="shelf">Where pages look.</param>
    /// <param name="say">Tells the operator.</param>
    /// <param name="cancellationToken">Stops the fetching; the next start begins it anew.</param>
    public async Task BringAsync(PackageShelf shelf, Action<string> say, CancellationToken cancellationToken)
    {
        if (Installed is null)
        {
            const string Coming = "What the designer and the structure viewer show is being fetched from npm, this once; it takes about a minute.";
            shelf.Expect($"{Coming} This page comes back by itself.");
            if (Wanted is not null && OnPath("npm")) say($"{Coming} Everything else is ready.");
            var missing = await InstallAsync(cancellationToken);
            if (missing is not null)
            {
                shelf.GiveUp(missing);
                say(missing);
                return;
            }
            say("The designer and the structure viewer are ready.");
        }
        shelf.Put(Installed!);
    }

    /// <summary>Fetches the packages unless they are there. Returns a sentence where that cannot be done; <c>null</c> where it is done.</summary>
    public async Task<string?> InstallAsync(CancellationToken cancellationToken)
    {
        if (Installed is not null) return null;
        if (Wanted is null) return $"The designer is not shown, because {folder} holds no package-lock.json. Name the folder of the pages in {Variable} and start ./foldline serve again.";
        if (!OnPath("npm")) return $"The designer is not shown, because npm is not installed. {Remedy}";
        await using var turn = await TurnAsync(cancellationToken);
        if (Installed is not null) return null;                                   // another process was faster
        var start = new ProcessStartInfo("npm") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) start.ArgumentList.Add(argument);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            var said = string.Concat(await output).Trim();
            if (process.ExitCode != 0)
                return $"The designer is not shown, because npm could not fetch it: {said.Split('\n')[^1]} Check the network and start ./foldline serve again.";
            await File.WriteAllTextAsync(Stamp, Wanted, cancellationToken);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"The designer is not shown, because npm did not end within {Patience.TotalMinutes} minutes. Check the network and start ./foldline serve again.";
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static bool OnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(place => File.Exists(Path.Combine(place, tool)));

    private async Task<FileStream> TurnAsync(CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, ".install.tmp"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            // Another process installs; or nobody can, as on a disk that may not be written.
            catch (IOException) when (TimeProvider.System.GetElapsedTime(begun) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
            }
        }
    }
}
