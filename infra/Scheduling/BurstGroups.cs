using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Scheduling;

/// <summary>
/// Names of Quartz execution groups: the class of the work, then what its worker must have: the databases of a search, as in <c>search+mgnify+uniref90</c>, the device and
/// memory of other work, as in <c>model@cuda~32</c>; long names give way to a hash. A node serves a group when it has slots of the class and all of that.
/// </summary>
internal static class BurstGroups
{
    private const int LongestName = 100;
    private const long Giga = 1_000_000_000;

    // Sizes of memory, GB: what needs 20 counts as 24 and goes to whoever has 24. Devices come in such sizes.
    private static readonly int[] Sizes = [1, 2, 4, 6, 8, 11, 15, 23, 31, 47, 63, 79, 94, 140, 188, 255, 380, 510, 760, 1000];

    /// <summary>The group of some work.</summary>
    /// <param name="resource">Its class.</param>
    /// <param name="needs">What its worker must have.</param>
    public static string Name(ResourceClass resource, ActivityNeeds needs)
    {
        var plain = resource.ToString().ToLowerInvariant();
        if (resource != ResourceClass.Search)
            return plain + (needs.Device.Length > 0 ? $"@{Plain(needs.Device)}" : "") + (Size(needs.Memory) is { } size ? Text(size) : "");
        var name = plain + string.Concat(needs.Databases.Select(database => $"+{Plain(database)}"));
        return name.Length <= LongestName ? name : $"{plain}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32]}";
    }

    /// <summary>The class of a group's work.</summary>
    public static ResourceClass ClassOf(string group) => Enum.Parse<ResourceClass>(group.Split('+', '@', '~')[0], ignoreCase: true);

    /// <summary>Every group a node serves.</summary>
    /// <param name="resource">A class it has slots of.</param>
    /// <param name="offer">What it has.</param>
    public static IEnumerable<string> Served(ResourceClass resource, WorkerOffer offer)
    {
        if (offer.TakesAll) return [Name(resource, ActivityNeeds.None)];
        if (resource != ResourceClass.Search)
            return from device in new[] { "", offer.DeviceKind() }.Distinct()
                   from size in Sizes.Where(size => offer.Memory == 0 || size * Giga <= offer.Memory).Prepend(0)
                   select Name(resource, ActivityNeeds.None with { Device = device, Memory = size * Giga });
        var names = offer.Databases.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(WorkerOffer.MostDatabases).ToList();
        return Enumerable.Range(0, 1 << names.Count).Select(chosen => Name(resource, new ActivityNeeds([.. names.Where((_, i) => (chosen >> i & 1) == 1)])));
    }

    private static int? Size(long memory) => memory == 0 ? null : Array.Find(Sizes, size => size * Giga >= memory) is > 0 and var size ? size : int.MaxValue;

    private static string Text(int size) => string.Create(CultureInfo.InvariantCulture, $"~{size}");

    private static string Plain(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_'));
}
