using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Profiling;

/// <summary>Adds forward hooks to a tree of modules, whatever their number of arguments: TorchSharp declares the same two methods on each generic base.</summary>
internal static class ModuleHooks
{
    /// <summary>Calls <paramref name="enter"/> with path and class before, and <paramref name="exit"/> after, each forward pass.</summary>
    public static void Add(List<Action> removers, nn.Module root, string name, Action<string, string> enter, Action exit)
    {
        foreach (var (path, module) in root.named_modules().Select(entry => ($"{name}.{entry.name}", entry.module)).Prepend((name, root)))
        {
            string type = module.GetType().Name;
            if (Register(module, "register_forward_pre_hook", _ => enter(path, type)) is not { } before) continue;
            removers.Add(before);
            removers.Add(Register(module, "register_forward_hook", _ => exit())!);
        }
    }

    private static Action? Register(nn.Module module, string method, Action<nn.Module> hook)
    {
        object? remover = module.GetType().GetMethod(method, [typeof(Action<nn.Module>)])?.Invoke(module, [hook]);
        return remover?.GetType().GetMethod("remove")!.CreateDelegate<Action>(remover);
    }
}
