namespace Foldline.Network.Weights;

/// <summary>The container formats that weights come in.</summary>
public enum WeightsFormat
{
    /// <summary>safetensors.</summary>
    Safetensors,

    /// <summary>What <c>torch.save</c> has written since PyTorch 1.6: a zip of stored entries.</summary>
    TorchZip,

    /// <summary>What <c>torch.save</c> wrote before: a row of pickles, then the storages.</summary>
    TorchLegacy,
}
