using Foldline.Cli.Terminal;
using Foldline.Network.Devices;
using Foldline.Sequences;
using TorchSharp;

namespace Foldline.Cli.Running;

/// <summary>Devices and number types as the command line names them.</summary>
public static class Networks
{
    /// <summary>The device for tensors.</summary>
    /// <exception cref="InputException">The name is no device's.</exception>
    /// <exception cref="MachineLacksException">This machine, or this libtorch, has no such device.</exception>
    public static torch.Device Device(string name)
    {
        var spec = DeviceSpec.Parse(name);
        try
        {
            return spec.Open();
        }
        catch (InputException missing)
        {
            throw new MachineLacksException($"--device {name}: {missing.Message}", missing);
        }
    }

    /// <summary>The number type.</summary>
    /// <exception cref="InputException">It is neither fp32 nor bf16.</exception>
    public static torch.ScalarType Dtype(string name) => name switch
    {
        "fp32" => torch.ScalarType.Float32,
        "bf16" => torch.ScalarType.BFloat16,
        _ => throw new InputException($"--dtype {name}: use fp32 or bf16."),
    };
}
