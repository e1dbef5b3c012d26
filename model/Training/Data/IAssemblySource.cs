using Foldline.Features;
using Foldline.Training.Assemblies;

namespace Foldline.Training.Data;

/// <summary>Where assemblies and their alignments come from. Calls may come from several threads at once.</summary>
public interface IAssemblySource
{
    /// <summary>The assembly of an entry.</summary>
    /// <exception cref="Sequences.InputException">There is none, or it cannot be used.</exception>
    Assembly Load(string entry);

    /// <summary>The alignments of an assembly, one for each of its entities; <c>null</c> where there are none at all.</summary>
    IReadOnlyList<EntityAlignments>? Alignments(Assembly assembly);
}
