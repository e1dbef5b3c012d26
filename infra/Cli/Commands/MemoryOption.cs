using System.CommandLine;
using Foldline.Sequences;

namespace Foldline.Cli.Commands;

/// <summary><c>--memory-gb</c>, read alike by every command that has it.</summary>
internal static class MemoryOption
{
    private const string Name = "--memory-gb";

    /// <summary>The option, with what the memory is for.</summary>
    public static Option<double?> For(string description) => new(Name) { Description = description, HelpName = "GB" };

    /// <summary>Bytes.</summary>
    /// <param name="gigabytes">What was given; <c>null</c> where nothing was.</param>
    /// <exception cref="InputException">It is no amount of memory.</exception>
    public static long? Bytes(double? gigabytes) => gigabytes switch
    {
        null => null,
        > 0 and < long.MaxValue / 1e9 and var some => (long)(some * 1e9),
        var other => throw new InputException($"{Name} {other}: give a number of gigabytes above 0."),
    };
}
