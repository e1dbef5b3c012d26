using Foldline.Search;
using Foldline.Sequences;

namespace Foldline.Cli.Running;

/// <summary>Sequence databases as options name them, the same for a run, a server and a worker: what <see cref="DatabaseSpec"/> reads, with full paths.</summary>
internal static class NamedDatabases
{
    /// <summary>Reads them; whether their files can be used, <see cref="SequenceDatabase.Validate"/> says.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="texts">What was said.</param>
    /// <exception cref="InputException">A text has another form, or a name stands there twice.</exception>
    public static IReadOnlyList<SequenceDatabase> Read(string option, IReadOnlyList<string>? texts)
    {
        var databases = new List<SequenceDatabase>();
        foreach (var text in texts ?? [])
        {
            SequenceDatabase database;
            try
            {
                database = DatabaseSpec.Parse(text);
            }
            catch (InputException fault)
            {
                throw new InputException($"{option}: {fault.Message}", fault);
            }
            if (databases.Any(other => other.Name == database.Name)) throw new InputException($"{option}: the database '{database.Name}' is given twice; give each a name of its own.");
            databases.Add(database with { Path = Path.GetFullPath(database.Path) });
        }
        return databases;
    }

    /// <summary>The same for a process that has them at hand: what stands behind each name. Files that cannot be used are refused now.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="texts">What was said.</param>
    /// <exception cref="InputException">A text has another form, a name stands there twice, or a file cannot be used.</exception>
    public static IReadOnlyDictionary<string, string> AtHand(string option, IReadOnlyList<string>? texts)
    {
        var databases = Read(option, texts);
        foreach (var database in databases) database.Validate();
        return databases.ToDictionary(database => database.Name, database => DatabaseSpec.Format(database)[(database.Name.Length + 1)..], StringComparer.Ordinal);
    }
}
