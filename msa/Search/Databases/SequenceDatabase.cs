using System.Collections.Immutable;
using System.Globalization;
using Foldline.Sequences;

namespace Foldline.Search;

/// <summary>A FASTA file of protein sequences to search in.</summary>
public sealed record SequenceDatabase
{
    /// <summary>The name in messages, manifests and cache keys.</summary>
    public required string Name { get; init; }

    /// <summary>The file: plain FASTA, because HMMER reads it twice. Of a split database, what its files' names begin with.</summary>
    public required string Path { get; init; }

    /// <summary>What hits are used for; default the unpaired alignment.</summary>
    public DatabaseRoles Roles { get; init; } = DatabaseRoles.Unpaired;

    /// <summary>Rows kept, the query included; default 10,000, AlphaFold 3's cap for UniRef90.</summary>
    public int RowCap { get; init; } = 10_000;

    /// <summary>
    /// Number of sequences E-values are computed for (HMMER's <c>-Z</c> and <c>--domZ</c>); default <c>null</c>: the number in the file. Set it where the file is a
    /// part of a larger database.
    /// </summary>
    public long? Size { get; init; }

    /// <summary>
    /// Files the database is split into (<c>PATH-00000-of-00016</c> and so on, AlphaFold 3's names), each searched by itself; default 0: one file. Needs
    /// <see cref="Size"/>, without which E-values of the parts do not compare.
    /// </summary>
    public int Shards { get; init; }

    /// <summary>
    /// Whether domains are judged by the number of hits in each part instead of <see cref="Size"/>, as AlphaFold's server is thought to do: deeper alignments that depend
    /// on the split. Default false: a split database gives what the whole one gives.
    /// </summary>
    public bool ServerDomains { get; init; }

    /// <summary>Whether this is one part of a split database.</summary>
    public bool IsShard { get; init; }

    /// <summary>What is searched one by one: the parts of a split database, else the database itself.</summary>
    public ImmutableArray<SequenceDatabase> Parts => Shards == 0 ? [this]
        : [.. Enumerable.Range(0, Shards).Select(shard => this with { Path = string.Create(CultureInfo.InvariantCulture, $"{Path}-{shard:00000}-of-{Shards:00000}"), Shards = 0, IsShard = true })];

    /// <summary>
    /// A database with the role and cap AlphaFold 3 gives it, told by its name: UniProt 50,000 rows for pairing; UniRef90 10,000; MGnify and BFD 5,000; any other
    /// 10,000. A name containing uniref100 serves both purposes.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="path">The file, and after it what <see cref="DatabaseSpec"/> allows there.</param>
    /// <exception cref="InputException">What stands after the path has another form.</exception>
    public static SequenceDatabase Named(string name, string path) => DatabaseSpec.Read(name, path);

    internal static SequenceDatabase Known(string name, string path)
    {
        bool Is(string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);
        var (roles, cap) = Is("uniprot") ? (DatabaseRoles.Paired, 50_000)
            : Is("uniref100") ? (DatabaseRoles.Both, 10_000)
            : Is("mgnify") || Is("mgy") || Is("bfd") ? (DatabaseRoles.Unpaired, 5_000)
            : (DatabaseRoles.Unpaired, 10_000);
        return new SequenceDatabase { Name = name, Path = path, Roles = roles, RowCap = cap };
    }

    /// <summary>Refuses values no search can use.</summary>
    /// <exception cref="InputException">The file is missing or gzip, or a number is out of range.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Name)) throw new InputException($"The database {Path} needs a name.");
        if (RowCap < 1) throw new InputException($"Database '{Name}': a cap of {RowCap} rows keeps not even the query; use at least 1.");
        if (Size < 1) throw new InputException($"Database '{Name}': a size of {Size} sequences makes no E-values; use at least 1.");
        if (Shards > 0)
        {
            if (Size is null)
                throw new InputException($"Database '{Name}': a split database needs the number of sequences of the whole (z=N), or the E-values of its parts do not compare.");
            foreach (var part in Parts) part.Validate();
            return;
        }
        if (Directory.Exists(Path)) throw new InputException($"Database '{Name}': {Path} is a folder; name the FASTA file in it.");
        if (!File.Exists(Path)) throw new InputException($"Database '{Name}': the file {Path} does not exist.");
        using var file = File.OpenRead(Path);
        var (first, second) = (file.ReadByte(), file.ReadByte());
        if (first < 0) throw new InputException($"Database '{Name}': {Path} is empty (0 bytes).");
        if ((first, second) == (0x1f, 0x8b)) throw new InputException($"Database '{Name}': {Path} is gzip, which HMMER cannot rewind; unpack it with gunzip.");
    }
}
