using Foldline.Sequences;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>The names that users give to the number types.</summary>
public static class Types
{
    /// <summary>The type of that name.</summary>
    /// <exception cref="InputException">There is no such name.</exception>
    public static ScalarType Parse(string name) => name switch
    {
        "fp32" => ScalarType.Float32,
        "bf16" => ScalarType.BFloat16,
        _ => throw new InputException($"--dtype {name}: use fp32 or bf16."),
    };

    /// <summary>The name of that type.</summary>
    public static string NameOf(ScalarType type) => type == ScalarType.BFloat16 ? "bf16" : "fp32";
}
