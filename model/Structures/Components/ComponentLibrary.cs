using System.Collections.Frozen;
using Foldline.Sequences;

namespace Foldline.Structures.Components;

/// <summary>
/// Chemical components by code. <see cref="Bundled"/> holds the standard residues and common ligands and ions; anything else comes from the user's own copy of
/// the wwPDB's <c>components.cif</c>.
/// </summary>
public sealed class ComponentLibrary
{
    private static readonly Lazy<ComponentLibrary> _bundled = new(() => ReadBundled().With(CommonIons.All));
    private readonly FrozenDictionary<string, ChemicalComponent> _byCode;

    /// <summary>A library of these components; where a code comes twice, the first one counts.</summary>
    public ComponentLibrary(IEnumerable<ChemicalComponent> components)
    {
        var byCode = new Dictionary<string, ChemicalComponent>(StringComparer.Ordinal);
        foreach (var component in components) byCode.TryAdd(component.Code, component);
        _byCode = byCode.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The components that travel with the program.</summary>
    public static ComponentLibrary Bundled => _bundled.Value;

    /// <summary>All components, by code.</summary>
    public IEnumerable<ChemicalComponent> Components => _byCode.Values.OrderBy(component => component.Code, StringComparer.Ordinal);

    /// <summary>The component, or <c>null</c> where the library lacks it.</summary>
    public ChemicalComponent? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>The component.</summary>
    /// <exception cref="InputException">The library lacks it.</exception>
    public ChemicalComponent Require(string code) => Find(code) ?? throw new InputException(
        $"The chemical component {code} is not among the {_byCode.Count} known ones; give a components.cif of the wwPDB that defines it.");

    /// <summary>
    /// This library and more. Components that both define stay as they are here, so that a user's dictionary never changes the standard residues' conformers.
    /// </summary>
    public ComponentLibrary With(IEnumerable<ChemicalComponent> more) => new(_byCode.Values.Concat(more));

    private static ComponentLibrary ReadBundled()
    {
        using var stream = typeof(ComponentLibrary).Assembly.GetManifestResourceStream("Foldline.components.txt")
            ?? throw new InvalidOperationException("Foldline.Structures was built without its components.txt.");
        using var reader = new StreamReader(stream);
        return new ComponentLibrary(ComponentText.Read(reader, "components.txt"));
    }
}
