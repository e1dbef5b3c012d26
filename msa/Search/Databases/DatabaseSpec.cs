using System.Globalization;
using System.Text.RegularExpressions;
using Foldline.Sequences;

namespace Foldline.Search;

/// <summary>
/// A database as a user writes it: <c>NAME=PATH</c>, or <c>NAME=PREFIX@SHARDS,z=SIZE</c> for one that was split as AlphaFold 3 splits them, and after it what differs
/// from the name's own settings: <c>rows=N</c>, <c>use=unpaired|paired|both</c>, <c>domains=strict|server</c>.
/// </summary>
public static partial class DatabaseSpec
{
    private const string Form = "write NAME=PATH, for example uniref90=/data/uniref90.fasta, or NAME=PREFIX@SHARDS,z=SIZE for a split one";

    /// <summary>Reads the form; whether the files can be used, <see cref="SequenceDatabase.Validate"/> says.</summary>
    /// <exception cref="InputException">The text has another form.</exception>
    public static SequenceDatabase Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1) throw new InputException($"Database '{text}': {Form}.");
        return Read(text[..equals].Trim(), text[(equals + 1)..]);
    }

    internal static SequenceDatabase Read(string name, string rest)
    {
        var text = $"{name}={rest}";
        // Only words of ours are cut off, so a path may hold commas.
        var settings = new List<(string Key, string Value)>();
        while (Setting().Match(rest) is { Success: true } match)
        {
            settings.Add((match.Groups[1].Value, match.Groups[2].Value));
            rest = rest[..match.Index];
        }
        var shards = Shards().Match(rest);
        var database = SequenceDatabase.Known(name, shards.Success ? rest[..shards.Index] : rest) with { Shards = shards.Success ? Number(text, shards.Groups[1].Value, "@") : 0 };
        foreach (var (key, value) in settings) database = With(database, text, key, value);
        return database;
    }

    /// <summary>The text that <see cref="Parse"/> reads back as the same database, with a full path.</summary>
    public static string Format(SequenceDatabase database)
    {
        var plain = SequenceDatabase.Known(database.Name, database.Path);
        var text = $"{database.Name}={System.IO.Path.GetFullPath(database.Path)}";
        if (database.Shards > 0) text += string.Create(CultureInfo.InvariantCulture, $"@{database.Shards}");
        if (database.Size is { } size) text += string.Create(CultureInfo.InvariantCulture, $",z={size}");
        if (database.RowCap != plain.RowCap) text += string.Create(CultureInfo.InvariantCulture, $",rows={database.RowCap}");
        if (database.Roles != plain.Roles) text += $",use={database.Roles.ToString().ToLowerInvariant()}";
        if (database.ServerDomains) text += ",domains=server";
        return text;
    }

    private static SequenceDatabase With(SequenceDatabase database, string text, string key, string value) => (key, value) switch
    {
        ("z", _) => database with { Size = Number(text, value, "z=") },
        ("rows", _) => database with { RowCap = Number(text, value, "rows=") },
        ("use", "unpaired") => database with { Roles = DatabaseRoles.Unpaired },
        ("use", "paired") => database with { Roles = DatabaseRoles.Paired },
        ("use", "both") => database with { Roles = DatabaseRoles.Both },
        ("domains", "strict") => database with { ServerDomains = false },
        ("domains", "server") => database with { ServerDomains = true },
        _ => throw new InputException($"Database '{text}': {key}={value} is not known; use=unpaired, paired or both, domains=strict or server."),
    };

    private static int Number(string text, string value, string what) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new InputException($"Database '{text}': {what}{value} must be a whole number above 0.");

    [GeneratedRegex(@",(z|rows|use|domains)=([^,]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Setting();

    [GeneratedRegex(@"@(\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Shards();
}
