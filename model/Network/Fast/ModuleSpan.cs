using Foldline.Network.Profiling;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>Tells a running profile of work that a fast path does in a module's place, where no forward hook fires.</summary>
internal readonly ref struct ModuleSpan
{
    private readonly NetworkProfiler? _profile;

    private ModuleSpan(NetworkProfiler? profile) => _profile = profile;

    /// <summary>A span in the name of <paramref name="module"/>; nothing where no profile runs.</summary>
    public static ModuleSpan Of(nn.Module module)
    {
        var profile = NetworkProfiler.Active;
        profile?.EnterModule(module);
        return new ModuleSpan(profile);
    }

    /// <summary>Ends the span.</summary>
    public void Dispose() => _profile?.ExitModule();
}
