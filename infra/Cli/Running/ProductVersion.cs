using System.Reflection;

namespace Foldline.Cli.Running;

/// <summary>The version of this build.</summary>
public static class ProductVersion
{
    /// <summary>The version, with the revision it was built from.</summary>
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
