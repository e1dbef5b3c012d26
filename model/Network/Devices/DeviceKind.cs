namespace Foldline.Network.Devices;

/// <summary>What kind of device the network runs on.</summary>
public enum DeviceKind
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,

    /// <summary>A neural processor that brings its own libtorch backend.</summary>
    Npu,
}
