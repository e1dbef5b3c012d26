using System.Reflection;
using System.Runtime.CompilerServices;

namespace Foldline;

/// <summary>Lets the network prepare the loading of libtorch before a test's first tensor; a test project without the network has nothing to prepare.</summary>
internal static class NativeLibraries
{
    [ModuleInitializer]
    internal static void Prepare()
    {
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "Foldline.Network.dll"))) return;
        RuntimeHelpers.RunModuleConstructor(Assembly.Load("Foldline.Network").ManifestModule.ModuleHandle);
    }
}
