using System.Collections.Immutable;
using System.Numerics;
using Foldline.Sequences;
using Foldline.Structures.Cif;

namespace Foldline.Structures.Mmcif;

/// <summary>Reads assemblies and their operator expressions: <c>1</c>, <c>1,3-5</c>, <c>(1-60)</c>, <c>(X0)(1-5)</c>.</summary>
internal static class AssemblyReader
{
    private const int MostOperators = 10_000;

    public static ImmutableArray<MmcifAssembly> Read(CifBlock block)
    {
        if (block.Find("pdbx_struct_assembly_gen") is not { } generators || block.Find("pdbx_struct_oper_list") is not { } list) return [];
        var motions = Motions(list);
        var assemblies = new Dictionary<string, List<AssemblyCopy>>(StringComparer.Ordinal);
        for (int row = 0; row < generators.Rows; row++)
        {
            var id = generators[row, generators.RequireColumn("assembly_id")].Text;
            if (!assemblies.TryGetValue(id, out var copies)) assemblies.Add(id, copies = []);
            ImmutableArray<string> chains = [.. generators[row, generators.RequireColumn("asym_id_list")].Text
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
            foreach (var product in Products(generators[row, generators.RequireColumn("oper_expression")].Text, generators.Origin))
                copies.Add(new AssemblyCopy(chains, product.Reverse().Aggregate(Matrix4x4.Identity, (motion, name) =>
                    motion * Motion(motions, name, generators.Origin))));
        }
        return [.. assemblies.Select(assembly => new MmcifAssembly(assembly.Key, [.. assembly.Value]))];
    }

    /// <summary>The operators of an expression; each product lists its factors from left to right, the rightmost applied first.</summary>
    internal static IEnumerable<ImmutableArray<string>> Products(string expression, string origin)
    {
        var text = expression.Replace(" ", "");
        var factors = text.Contains('(')
            ? text.Split(['(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(part => part != ",").ToArray()
            : [text];
        IEnumerable<ImmutableArray<string>> products = [[]];
        foreach (var factor in factors)
        {
            var names = Names(factor, origin);
            products = [.. products.SelectMany(_ => names, (product, name) => product.Add(name)).Take(MostOperators + 1)];
        }
        var all = products.ToList();
        return all.Count <= MostOperators ? all
            : throw new InputException($"{origin}: the operator expression \"{expression}\" has more than {MostOperators} products.");
    }

    private static List<string> Names(string factor, string origin)
    {
        var names = new List<string>();
        foreach (var part in factor.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (ends.Length == 2 && int.TryParse(ends[0], out int first) && int.TryParse(ends[1], out int last) && first <= last
                && last - first < MostOperators)
                names.AddRange(Enumerable.Range(first, last - first + 1).Select(number => number.ToString()));
            else if (ends.Length == 1) names.Add(part);
            else throw new InputException($"{origin}: \"{part}\" is not an operator or a range of operators.");
        }
        return names;
    }

    private static Dictionary<string, Matrix4x4> Motions(CifCategory list)
    {
        var motions = new Dictionary<string, Matrix4x4>(StringComparer.Ordinal);
        for (int row = 0; row < list.Rows; row++)
        {
            float M(int i, int j) => list.Number(row, list.RequireColumn($"matrix[{i}][{j}]"));
            float V(int i) => list.Number(row, list.RequireColumn($"vector[{i}]"));
            motions[list[row, list.RequireColumn("id")].Text] = new Matrix4x4(
                M(1, 1), M(2, 1), M(3, 1), 0, M(1, 2), M(2, 2), M(3, 2), 0, M(1, 3), M(2, 3), M(3, 3), 0, V(1), V(2), V(3), 1);
        }
        return motions;
    }

    private static Matrix4x4 Motion(Dictionary<string, Matrix4x4> motions, string name, string origin) => motions.TryGetValue(name, out var motion) ? motion
        : throw new InputException($"{origin}: the assembly uses operator {name}, which _pdbx_struct_oper_list lacks.");
}
