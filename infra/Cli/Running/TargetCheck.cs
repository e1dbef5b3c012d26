using System.Collections.Immutable;
using Foldline.Features.Complexes;
using Foldline.Sequences;
using Foldline.Structures.Components;

namespace Foldline.Cli.Running;

/// <summary>What the input files alone cannot tell of a target: whether its components are known, and how many tokens they make.</summary>
/// <param name="components">The components that are known.</param>
public sealed class TargetCheck(ComponentLibrary components)
{
    /// <summary>The components of the run: the bundled ones and those of the user's dictionary that the targets ask for.</summary>
    /// <exception cref="InputException">The dictionary cannot be read.</exception>
    public static ComponentLibrary Components(string? dictionary, IEnumerable<Target> targets)
    {
        if (dictionary is null) return ComponentLibrary.Bundled;
        if (!File.Exists(dictionary)) throw new InputException($"--components {dictionary} does not exist.");
        var wanted = targets.SelectMany(target => target.Entities).SelectMany(entity => entity.Components.Concat(entity.Modifications.Select(change => change.Code)))
            .Where(code => ComponentLibrary.Bundled.Find(code) is null).ToHashSet(StringComparer.Ordinal);
        return wanted.Count == 0 ? ComponentLibrary.Bundled : ComponentLibrary.Bundled.With([.. ComponentCif.ReadFile(dictionary, wanted.Contains)]);
    }

    /// <summary>The batch without the targets that name what is not there; those become faults.</summary>
    public TargetBatch Check(TargetBatch batch)
    {
        var targets = ImmutableArray.CreateBuilder<Target>();
        var faults = batch.Faults.ToBuilder();
        foreach (var target in batch.Targets)
        {
            try
            {
                if (!target.IsPlain) ComplexBuilder.Build(ComplexDescription.Of(target), components);
                targets.Add(target);
            }
            catch (InputException fault)
            {
                faults.Add(new TargetFault(target.Name, target.Origin, $"{target.Origin}: target '{target.Name}': {fault.Message}"));
            }
        }
        return batch with { Targets = targets.ToImmutable(), Faults = faults.ToImmutable() };
    }

    /// <summary>The tokens of a target: one for each standard residue, one for each atom of anything else.</summary>
    public int Tokens(Target target) => target.IsPlain ? target.Residues : TokenTable.Of(ComplexBuilder.Build(ComplexDescription.Of(target), components)).Count;
}
