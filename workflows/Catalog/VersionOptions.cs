using System.Globalization;

namespace Foldline.Workflows;

/// <summary>Which versions of a definition are meant, in the words of Elsa's API.</summary>
public sealed record VersionOptions
{
    private readonly Func<DefinitionVersion, bool> _matches;

    private VersionOptions(string name, Func<DefinitionVersion, bool> matches) => (Name, _matches) = (name, matches);

    /// <summary>The newest, draft or not.</summary>
    public static VersionOptions Latest { get; } = new("Latest", version => version.IsLatest);

    /// <summary>The one that runs.</summary>
    public static VersionOptions Published { get; } = new("Published", version => version.IsPublished);

    /// <summary>The newest and the one that runs.</summary>
    public static VersionOptions LatestOrPublished { get; } = new("LatestOrPublished", version => version.IsLatest || version.IsPublished);

    /// <summary>The newest, where it is the one that runs.</summary>
    public static VersionOptions LatestAndPublished { get; } = new("LatestAndPublished", version => version.IsLatest && version.IsPublished);

    /// <summary>What is not published.</summary>
    public static VersionOptions Draft { get; } = new("Draft", version => !version.IsPublished);

    /// <summary>All of them.</summary>
    public static VersionOptions AllVersions { get; } = new("AllVersions", _ => true);

    private static IReadOnlyList<VersionOptions> Named => [Latest, Published, LatestOrPublished, LatestAndPublished, Draft, AllVersions];

    /// <summary>The word, or the number of a specific version.</summary>
    public string Name { get; }

    /// <summary>One version by its number.</summary>
    public static VersionOptions Specific(int number) => new(number.ToString(CultureInfo.InvariantCulture), version => version.Version == number);

    /// <summary>Reads the word or number of a request; the empty text is <paramref name="otherwise"/>.</summary>
    /// <exception cref="DefinitionException">It is none of them.</exception>
    public static VersionOptions Parse(string? text, VersionOptions otherwise)
    {
        if (string.IsNullOrWhiteSpace(text)) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return Specific(number);
        return Named.FirstOrDefault(option => string.Equals(option.Name, text.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new DefinitionException($"'{text}' names no versions; use a number or one of {string.Join(", ", Named.Select(option => option.Name))}.");
    }

    /// <summary>Whether a version is meant.</summary>
    public bool Matches(DefinitionVersion version) => _matches(version);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
