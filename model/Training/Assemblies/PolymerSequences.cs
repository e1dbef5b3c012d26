using Foldline.Structures.Cif;
using Foldline.Structures.Components;

namespace Foldline.Training.Assemblies;

/// <summary>The polymers of a file: type and component of each position, selenomethionine as methionine.</summary>
internal sealed class PolymerSequences
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _components = new(StringComparer.Ordinal);

    /// <summary>Reads them; where a position has several components, the one that the atoms have counts, else the first.</summary>
    public PolymerSequences(CifBlock block, IReadOnlyList<AssemblyAtom> atoms)
    {
        if (block.Find("entity_poly") is not { } polymers || block.Find("entity_poly_seq") is not { } sequences) return;
        var found = new Dictionary<(string, int), string>();
        foreach (var atom in atoms) found[(atom.Entity, atom.Residue)] = atom.Component;
        int entity = sequences.RequireColumn("entity_id"), number = sequences.RequireColumn("num"), component = sequences.RequireColumn("mon_id");
        for (int row = 0; row < polymers.Rows; row++) _types[polymers[row, "entity_id"].Text] = polymers[row, "type"].Text;
        foreach (var rows in Enumerable.Range(0, sequences.Rows).GroupBy(row => sequences[row, entity].Text).Where(rows => _types.ContainsKey(rows.Key)))
            _components[rows.Key] = [.. rows.GroupBy(row => sequences.Integer(row, number)).OrderBy(position => position.Key).Select(position =>
            {
                string[] codes = [.. position.Select(row => sequences[row, component].Text is var code && code == "MSE" ? "MET" : code)];
                return found.TryGetValue((rows.Key, position.Key), out var own) && codes.Contains(own) ? own : codes[0];
            })];
        foreach (var entityId in _types.Keys.Where(id => !_components.ContainsKey(id)).ToList()) _types.Remove(entityId);
    }

    /// <summary>The entities that are polymers.</summary>
    public IEnumerable<string> Entities => _types.Keys;

    /// <summary>Whether an entity is a polymer.</summary>
    public bool Contains(string entity) => _types.ContainsKey(entity);

    /// <summary>The type, for example <c>polypeptide(L)</c>; empty for others.</summary>
    public string TypeOf(string entity) => _types.GetValueOrDefault(entity, "");

    /// <summary>The component of each position.</summary>
    public IReadOnlyList<string> ComponentsOf(string entity) => _components[entity];

    /// <summary>The one-letter sequence; X for components without a single letter.</summary>
    public string LettersOf(string entity, ComponentLibrary library) =>
        string.Concat(_components[entity].Select(code => library.Find(code)?.OneLetterCode is { Length: 1 } letter ? letter : "X"));
}
