using Foldline.Activities;

namespace Foldline.Scheduling;

/// <summary>
/// Names of Quartz execution groups: the class of the work, then the databases it needs, as in <c>search+mgnify+uniref90</c>. A node serves a group when it has
/// slots of the class and all the databases.
/// </summary>
internal static class BurstGroups
{
    /// <summary>Databases of one node that are told apart; with more, a node would serve too many combinations.</summary>
    internal const int MostDatabases = 10;

    private const int LongestName = 100;

    /// <summary>The group of some work.</summary>
    /// <param name="resource">Its class.</param>
    /// <param name="databases">Databases it needs, sorted.</param>
    public static string Name(ResourceClass resource, IReadOnlyList<string> databases)
    {
        var name = resource.ToString().ToLowerInvariant() + string.Concat(databases.Select(database => $"+{Plain(database)}"));
        return name.Length <= LongestName ? name : resource.ToString().ToLowerInvariant();
    }

    /// <summary>Every group a node serves.</summary>
    /// <param name="resource">A class it has slots of.</param>
    /// <param name="databases">Databases at hand; <c>null</c> where it has whatever is asked for, and no need is told apart.</param>
    public static IEnumerable<string> Served(ResourceClass resource, IReadOnlyList<string>? databases)
    {
        var names = databases is null ? [] : databases.Order(StringComparer.Ordinal).Take(MostDatabases).ToList();
        for (var chosen = 0; chosen < 1 << names.Count; chosen++)
            yield return Name(resource, [.. names.Where((_, i) => (chosen >> i & 1) == 1)]);
    }

    private static string Plain(string database) => string.Concat(database.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_'));
}
