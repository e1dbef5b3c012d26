using Foldline.Artifacts;

namespace Foldline.Activities;

/// <summary>
/// The type of a port: a kind of artifact such as <c>Alignments</c>, a scalar under its Elsa alias such as <c>Int32</c>, or a list <c>List&lt;…&gt;</c> of
/// either.
/// A kind fits only itself; scalars widen as numbers do; <c>Object</c>, whose content is known only at run time, fits everything.
/// </summary>
/// <param name="Name">The alias, as <c>typeName</c> in definitions.</param>
public sealed record PortType(string Name)
{
    /// <summary>Anything; checked when it arrives.</summary>
    public static PortType Object { get; } = new("Object");

    private static readonly Dictionary<Type, string> Aliases = new()
    {
        [typeof(string)] = "String", [typeof(bool)] = "Boolean", [typeof(int)] = "Int32", [typeof(long)] = "Int64", [typeof(float)] = "Single",
        [typeof(double)] = "Double", [typeof(decimal)] = "Decimal", [typeof(TimeSpan)] = "TimeSpan", [typeof(DateTimeOffset)] = "DateTimeOffset",
            [typeof(Guid)] = "Guid",
    };

    private static readonly Dictionary<string, string[]> Wider = new(StringComparer.Ordinal)
    {
        ["Int32"] = ["Int64", "Single", "Double", "Decimal"], ["Int64"] = ["Double", "Decimal"], ["Single"] = ["Double"], ["Decimal"] = ["Double"],
    };

    /// <summary>Whether a value of this type may go into a port of type <paramref name="target"/>.</summary>
    public bool FitsInto(PortType target)
    {
        var (from, to) = (Canonical(Name), Canonical(target.Name));
        if (from == to || from == "Object" || to == "Object" || from == "JSON" || to == "JSON") return true;
        return ElementOf(from) is { } a && ElementOf(to) is { } b ? new PortType(a).FitsInto(new PortType(b)) : Wider.TryGetValue(from, out var wider)
            && wider.Contains(to);
    }

    /// <summary>Whether this is one of the scalar aliases every workflow knows, or a list of one.</summary>
    public bool IsScalar => ElementOf(Canonical(Name)) is { } element ? new PortType(element).IsScalar : Aliases.ContainsValue(Canonical(Name))
        || Canonical(Name) is "Object" or "JSON";

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The type of a property, given the kind its attribute declares.</summary>
    /// <exception cref="InvalidOperationException">An artifact reference without a kind.</exception>
    internal static PortType Of(Type type, string? kind, string owner)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var element = ListElement(plain);
        if (kind is not null) return new PortType(element is null ? kind : $"List<{kind}>");
        if (plain == typeof(ArtifactRef) || element == typeof(ArtifactRef))
            throw new InvalidOperationException($"{owner} is an artifact reference and must declare its Kind.");
        if (element is not null) return new PortType($"List<{Scalar(element)}>");
        return new PortType(Scalar(plain));
    }

    private static string Scalar(Type type) => type.IsEnum ? "String" : Aliases.GetValueOrDefault(type, "Object");

    private static Type? ListElement(Type type)
    {
        if (type == typeof(string)) return null;
        if (type.IsArray) return type.GetElementType();
        if (!type.IsGenericType || type.GetGenericArguments() is not [var element]) return null;
        return typeof(IEnumerable<>).MakeGenericType(element).IsAssignableFrom(type) ? element : null;
    }

    private static string Canonical(string name)
    {
        if (name.EndsWith("[]", StringComparison.Ordinal)) return $"List<{Canonical(name[..^2])}>";
        foreach (var list in (string[])["ICollection<", "IEnumerable<", "IList<", "List<"])
            if (name.StartsWith(list, StringComparison.Ordinal) && name.EndsWith('>')) return $"List<{Canonical(name[list.Length..^1])}>";
        return name switch { "Long" => "Int64", "Int" => "Int32", "Bool" => "Boolean", "Float" => "Single", "Json" => "JSON", _ => name };
    }

    private static string? ElementOf(string canonical) =>
        canonical.StartsWith("List<", StringComparison.Ordinal) && canonical.EndsWith('>') ? canonical[5..^1] : null;
}
