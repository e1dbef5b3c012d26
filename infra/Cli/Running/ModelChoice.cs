using Foldline.Activities.Prediction;
using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Structures.Output;

namespace Foldline.Cli.Running;

/// <summary>The network a run uses and the weights it is given, settled before anything starts.</summary>
public sealed class ModelChoice : IDisposable
{
    private const long UntrainedSeed = 1;
    private const int MostDifferences = 3;
    private readonly RunSettings _settings;
    private readonly WeightsFile? _weights;

    private ModelChoice(RunSettings settings, NetworkConfiguration network, WeightsFile? weights)
    {
        (_settings, Network, _weights) = (settings, network, weights);
        Provenance = new ModelProvenance
        {
            Version = ProductVersion.Text,
            Network = network.Name,
            WeightsLabel = weights is null ? "untrained" : weights.Label,
            WeightsHash = weights?.Sha256 ?? "",
        };
    }

    /// <summary>The configuration.</summary>
    public NetworkConfiguration Network { get; }

    /// <summary>What every file says about its making.</summary>
    public ModelProvenance Provenance { get; }

    /// <summary>What decides the structures besides the inputs, in a line: the network, its weights, the number type. A resumed run must have the same.</summary>
    public string Making => $"{Network.Name} with {(Provenance.WeightsHash.Length > 0 ? $"weights {Provenance.WeightsHash}" : $"{Provenance.WeightsLabel} weights (seed {UntrainedSeed})")} in {_settings.Dtype}";

    /// <summary>Settles the network and opens the weights: the model that was named, else the one the weights fit, else the small one of the demo.</summary>
    /// <exception cref="InputException">The model is unknown, or the file is no checkpoint or fits another model.</exception>
    public static ModelChoice Resolve(RunSettings settings)
    {
        var named = settings.Model is { } name ? NetworkRegistry.Get(name) : null;
        var path = settings.Weights ?? BundledWeights.For(named ?? NetworkRegistry.Get(NetworkRegistry.Demo));
        if (path is null) return new ModelChoice(settings, named ?? NetworkRegistry.Get(NetworkRegistry.Demo), null);
        var weights = WeightsFile.Open(path);
        try
        {
            return new ModelChoice(settings, Fitting(weights, named), weights);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>The host that loads the network when it is first needed.</summary>
    /// <exception cref="Foldline.Cli.Terminal.MachineLacksException">The device is not there.</exception>
    public NetworkHost Host()
    {
        var device = DeviceSpec.Parse(_settings.Device);
        Networks.Device(_settings.Device);
        var identity = new ModelIdentity(Network.Name, Provenance.WeightsHash.Length > 0 ? Provenance.WeightsHash : $"untrained-{UntrainedSeed}", Provenance.WeightsLabel,
            device.Kind.ToString().ToLowerInvariant(), _settings.Dtype, Network.Sampling.Steps, Network.Cycles);
        return new NetworkHost(identity, Network, _weights?.Path, UntrainedSeed, device, Networks.Dtype(_settings.Dtype)) { MemoryLimit = _settings.Memory };
    }

    // Several published models share all names and shapes; then the file's own name decides, else the first.
    private static NetworkConfiguration Fitting(WeightsFile weights, NetworkConfiguration? named)
    {
        var summary = WeightsSummary.Of(weights);
        if (named is not null)
        {
            var fit = summary.Models.First(model => model.Model == named.Name);
            return fit.Fits ? named : throw new InputException($"--weights {weights.Path} does not fit {named.Name}: {fit.Difference.Describe(MostDifferences)}. {Others(summary)}");
        }
        if (summary.Fitting.Count == 0)
            throw new InputException($"--weights {weights.Path} fits no known model; closest is {summary.Models[0].Model}: {summary.Models[0].Difference.Describe(MostDifferences)}.");
        var file = Path.GetFileName(weights.Path);
        return NetworkRegistry.Get(summary.Fitting.FirstOrDefault(model => file.Contains(model, StringComparison.OrdinalIgnoreCase)) ?? summary.Fitting[0]);
    }

    private static string Others(WeightsSummary summary) => summary.Fitting.Count > 0 ? $"It fits {string.Join(", ", summary.Fitting)}." : "It fits none of the known models.";

    /// <inheritdoc/>
    public void Dispose() => _weights?.Dispose();
}
