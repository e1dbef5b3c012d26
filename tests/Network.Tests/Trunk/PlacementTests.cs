using System.Text.RegularExpressions;

namespace Foldline.Network.Tests.Trunk;

/// <summary>The network runs on any device, so its sources make every tensor where the network is: each call that makes one says where.</summary>
public sealed partial class PlacementTests
{
    /// <summary>What is drawn or read on the processor on purpose, so that the answer does not depend on the device, and then moved; and what measures or loads.</summary>
    private static readonly string[] OnTheProcessor =
    [
        "Random/", "Diffusion/SeededSamplerRandomness.cs", "Diffusion/NoiseSchedule.cs", "Profiling/", "Weights/", "Verification/", "Inputs/ArrayTensors.cs",
        "Fast/Tiles/",
    ];

    [Fact]
    public void Every_tensor_is_made_where_the_network_is()
    {
        string root = Path.Combine(Repository.Root, "model", "Network");
        var offenders = new List<string>();
        int calls = 0;
        foreach (string path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (name.StartsWith("bin/", StringComparison.Ordinal) || name.StartsWith("obj/", StringComparison.Ordinal)) continue;
            if (OnTheProcessor.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))) continue;
            string text = Comment().Replace(File.ReadAllText(path), "");
            foreach (Match call in Factory().Matches(text))
            {
                calls++;
                string arguments = Arguments(text, call.Index + call.Length);
                if (!arguments.Contains("device", StringComparison.OrdinalIgnoreCase)) offenders.Add($"{name}: {call.Value}{arguments})");
            }
        }
        calls.ShouldBeGreaterThan(10);
        offenders.ShouldBeEmpty();
    }

    private static string Arguments(string text, int start)
    {
        int depth = 1, end = start;
        while (depth > 0 && end < text.Length) depth += text[end++] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
        return text[start..(end - 1)];
    }

    [GeneratedRegex(@"(?<![\w.])(?:torch\.)?(?:zeros|ones|empty|full|arange|linspace|eye|tensor|rand|randn|randint|randperm)\(")]
    private static partial Regex Factory();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
