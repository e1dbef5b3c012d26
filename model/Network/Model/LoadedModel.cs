using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Network.Fast;
using Foldline.Network.Primitives;
using Foldline.Network.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Model;

/// <summary>A network with its weights on its device, ready to predict.</summary>
public sealed class LoadedModel : IDisposable
{
    private LoadedModel(ProtenixModel network, Device device, ScalarType dtype, string? sha256, long? untrainedSeed)
    {
        Network = network;
        Device = device;
        Dtype = dtype;
        WeightsSha256 = sha256;
        UntrainedSeed = untrainedSeed;
    }

    /// <summary>The network.</summary>
    public ProtenixModel Network { get; }

    /// <summary>What shapes it.</summary>
    public NetworkConfiguration Configuration => Network.Configuration;

    /// <summary>Where it computes.</summary>
    public Device Device { get; }

    /// <summary>The type that trunk and diffusion transformer multiply in.</summary>
    public ScalarType Dtype { get; }

    /// <summary>The SHA-256 of the weights file; <c>null</c> for untrained weights.</summary>
    public string? WeightsSha256 { get; }

    /// <summary>The seed of untrained weights; <c>null</c> for weights from a file. What untrained weights fold must say so.</summary>
    public long? UntrainedSeed { get; }

    /// <summary>Loads weights strictly from a file. On the CPU, in single precision, they stay in the mapped file and cost no memory of
    /// their own.</summary>
    public static LoadedModel Load(NetworkConfiguration configuration, string weights, DeviceSpec? device = null, ScalarType dtype = ScalarType.Float32)
    {
        var place = Open(device);
        var network = new ProtenixModel(configuration);
        try
        {
            using var file = WeightsFile.Open(weights);
            WeightsLoader.Load(network, file, network.OptionalWeights);
            return Ready(network, place, dtype, file.Sha256, null);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>A network with seeded weights that nothing was learnt into.</summary>
    public static LoadedModel Untrained(NetworkConfiguration configuration, long seed, DeviceSpec? device = null, ScalarType dtype = ScalarType.Float32)
    {
        var place = Open(device);
        var network = new ProtenixModel(configuration);
        UntrainedWeights.Initialise(network, seed);
        return Ready(network, place, dtype, null, seed);
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static Device Open(DeviceSpec? device)
    {
        TorchRuntime.Load();
        return (device ?? DeviceSpec.Cpu).Open();
    }

    private static LoadedModel Ready(ProtenixModel network, Device device, ScalarType dtype, string? sha256, long? seed)
    {
        network.MultiplyIn(dtype);
        NativeHeap.GiveBack();
        if (device.type != DeviceType.CPU) network.to(device);
        network.UseFastPaths();
        network.eval();
        NativeHeap.GiveBack();
        return new LoadedModel(network, device, dtype, sha256, seed);
    }
}
