using System.Numerics;
using Foldline.Structures.Components;

namespace Foldline.Training.Assemblies;

/// <summary>An atom on its way from a file into an assembly.</summary>
internal sealed class AssemblyAtom
{
    /// <summary>
    /// What tells its chain from others: the author's at first, then <c>label_asym_id</c>, in an expanded assembly with the number of the copy.
    /// </summary>
    public required string Chain { get; set; }

    /// <summary>The file's own chain (<c>label_asym_id</c>).</summary>
    public required string Asym { get; init; }

    /// <summary>The entity's identifier in the file.</summary>
    public required string Entity { get; init; }

    /// <summary>The residue's number: the author's at first, then that of the sequence, or a running one in ligands.</summary>
    public required int Residue { get; set; }

    /// <summary>The position in the entity's sequence; <c>null</c> outside polymers.</summary>
    public required int? Position { get; init; }

    /// <summary>The author's insertion code.</summary>
    public string Insertion { get; init; } = "";

    /// <summary>The component code.</summary>
    public required string Component { get; set; }

    /// <summary>The name in the component.</summary>
    public required string Name { get; set; }

    /// <summary>The element symbol, upper case.</summary>
    public required string Element { get; set; }

    /// <summary>The label of the alternative location; empty where there is none.</summary>
    public string Alternative { get; set; } = "";

    /// <summary>0–1.</summary>
    public float Occupancy { get; set; } = 1;

    /// <summary>Å; 0 where unresolved.</summary>
    public Vector3 Where { get; set; }

    /// <summary>Whether the file has it.</summary>
    public bool IsResolved { get; set; } = true;

    /// <summary>The atoms bonded to it.</summary>
    public Dictionary<AssemblyAtom, BondOrder> Bonds { get; } = [];

    /// <summary>Whether both are in one residue.</summary>
    public bool SharesResidue(AssemblyAtom other) =>
        Residue == other.Residue && Chain == other.Chain && Component == other.Component && Insertion == other.Insertion;

    /// <summary>Bonds two atoms; a bond that is there stays as it is.</summary>
    public static void Bond(AssemblyAtom first, AssemblyAtom second, BondOrder order)
    {
        if (first == second) return;
        first.Bonds.TryAdd(second, order);
        second.Bonds.TryAdd(first, order);
    }

    /// <summary>Takes a bond away.</summary>
    public static void Unbond(AssemblyAtom first, AssemblyAtom second)
    {
        first.Bonds.Remove(second);
        second.Bonds.Remove(first);
    }

    /// <summary>An unbonded copy in another chain and place.</summary>
    public AssemblyAtom Copy(string chain, Vector3 where) => new()
    {
        Chain = chain, Asym = Asym, Entity = Entity, Residue = Residue, Position = Position, Insertion = Insertion, Component = Component, Name = Name,
        Element = Element, Alternative = Alternative, Occupancy = Occupancy, Where = where, IsResolved = IsResolved,
    };
}
