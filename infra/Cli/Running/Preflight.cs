using Foldline.Cli.Terminal;
using Foldline.Search;
using Foldline.Sequences;

namespace Foldline.Cli.Running;

/// <summary>
/// Everything that can stop a run before it starts, asked in one place and without a trace: after exit code 2 or 4 there is no new folder and no new file.
/// </summary>
public static class Preflight
{
    /// <summary>Checks device, number type, programs, databases and folders.</summary>
    /// <returns>The HMMER that will search.</returns>
    /// <exception cref="InputException">An option asks for what cannot be, or the folder holds another run.</exception>
    /// <exception cref="MachineLacksException">The machine lacks a device, a program or a folder that can be written.</exception>
    public static async Task<HmmerInstallation> CheckAsync(RunSettings settings, ModelChoice model, CancellationToken cancellationToken)
    {
        Networks.Dtype(settings.Dtype);
        if (model.Network.InputEmbedder.LanguageModel is { Optional: false } language)
            throw new InputException($"{model.Network.Name} reads embeddings of {language.Name}, which Foldline does not compute; without them its structures would be wrong. Choose another model.");
        Networks.Device(settings.Device);
        RunFolder.Check(settings.OutputFolder, settings.Resume, model.Making);
        if (settings.UseMsa)
            foreach (var database in settings.Databases) database.Validate();
        var hmmer = await HmmerAsync(settings, cancellationToken);
        WritableFolder.Require(settings.DataFolder, "--data");
        WritableFolder.Require(settings.TemporaryFolder, "--temp");
        WritableFolder.Require(settings.OutputFolder, "--out");
        if (settings.Profile is { } profile) WritableFolder.Require(Path.GetDirectoryName(profile)!, "--profile");
        return hmmer;
    }

    // A run without searches needs no program; the activity is there all the same and finds nothing to do.
    private static async Task<HmmerInstallation> HmmerAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        if (!settings.UseMsa) return new HmmerInstallation("jackhmmer", "not used");
        try
        {
            return await HmmerInstallation.FindAsync(searchPath: settings.HmmerFolder, cancellationToken: cancellationToken);
        }
        catch (SearchException missing) when (missing.Kind == SearchFaultKind.MissingTool)
        {
            throw new MachineLacksException($"{missing.Message} Or fold without alignments: --no-msa.", missing);
        }
    }
}
