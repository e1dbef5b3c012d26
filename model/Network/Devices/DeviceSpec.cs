using System.Globalization;
using System.Runtime.InteropServices;
using Foldline.Sequences;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Devices;

/// <summary>A device as a user writes it: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>npu</c> or <c>npu:1</c>.</summary>
/// <param name="Kind">What kind of device.</param>
/// <param name="Index">Which one of its kind, from 0.</param>
public sealed record DeviceSpec(DeviceKind Kind, int Index = 0)
{
    /// <summary>libtorch's number for a backend that registers itself from outside (PrivateUse1); TorchSharp's enumeration has no name for it.</summary>
    private const DeviceType PrivateUse1 = (DeviceType)20;

    /// <summary>The processor.</summary>
    public static DeviceSpec Cpu { get; } = new(DeviceKind.Cpu);

    /// <summary>Reads a device's name.</summary>
    public static DeviceSpec Parse(string text)
    {
        string[] parts = text.Trim().ToLowerInvariant().Split(':');
        DeviceKind? kind = parts[0] switch { "cpu" => DeviceKind.Cpu, "cuda" => DeviceKind.Cuda, "npu" => DeviceKind.Npu, _ => null };
        int index = 0;
        bool indexed = parts.Length == 1
            || (parts.Length == 2 && kind is not DeviceKind.Cpu && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index));
        return kind is { } known && indexed ? new DeviceSpec(known, index)
            : throw new InputException($"'{text}' is not a device. Use cpu, cuda, cuda:N, npu or npu:N.");
    }

    /// <summary>The device for tensors. One that this machine or this libtorch lacks is a fault that says so.</summary>
    public Device Open()
    {
        TorchRuntime.Load();
        return Kind switch
        {
            DeviceKind.Cpu => CPU,
            DeviceKind.Cuda => Cuda(),
            _ => Npu(),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == DeviceKind.Cpu ? "cpu" : $"{Kind.ToString().ToLowerInvariant()}:{Index}";

    private Device Cuda()
    {
        if (!cuda.is_available())
            throw new InputException("There is no CUDA device here, or this libtorch was built without CUDA. "
                + $"Use --device cpu, or point {TorchRuntime.FolderVariable} to a CUDA build.");
        int count = cuda.device_count();
        if (Index >= count) throw new InputException($"There is no device cuda:{Index}; this machine has {count}, counted from 0.");
        return new Device(DeviceType.CUDA, Index);
    }

    private Device Npu()
    {
        try
        {
            var npu = new Device(PrivateUse1, Index);
            using var probe = zeros(1, device: npu);
            return npu;
        }
        catch (Exception fault) when (fault is ExternalException or InvalidOperationException or ArgumentException or NotImplementedException)
        {
            throw new InputException(
                $"{this} does not answer: no NPU backend is loaded. Point {TorchRuntime.FolderVariable} to a libtorch with one, or use --device cpu.", fault);
        }
    }
}
