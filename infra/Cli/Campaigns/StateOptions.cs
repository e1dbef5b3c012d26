using System.CommandLine;
using Foldline.Artifacts;
using Foldline.Cli.Running;
using Foldline.Cli.Serving;
using Foldline.Persistence;
using Foldline.Sequences;

namespace Foldline.Cli.Campaigns;

/// <summary>Where state and artifacts lie, for every command that works on campaigns. What is not said comes from the environment, then from the defaults.</summary>
internal sealed class StateOptions
{
    private readonly Option<string?> _data = new("--data") { Description = "State, artifacts and caches of this machine; default: $FOLDLINE_DATA, else foldline-data.", HelpName = "DIR", Recursive = true };
    private readonly Option<string?> _db = new("--db") { Description = "sqlite:FILE or postgres:CONNECTION; default: $FOLDLINE_DB, else sqlite:DATA/foldline.db.", HelpName = "WHERE", Recursive = true };
    private readonly Option<string?> _blobs = new("--blobs") { Description = "file:DIR or azure:CONNECTION; default: $FOLDLINE_BLOBS, else file:DATA/blobs.", HelpName = "WHERE", Recursive = true };

    /// <summary>All, in the order of the help page.</summary>
    public IEnumerable<Option> All => [_db, _blobs, _data];

    /// <summary>The data folder; a full path.</summary>
    public string DataFolder(ParseResult line) => Running.DataFolder.Resolve(line.GetValue(_data));

    /// <summary>The state's address.</summary>
    public string Address(ParseResult line) => Said.By(line.GetValue(_db), "FOLDLINE_DB") ?? "sqlite:" + Path.Combine(DataFolder(line), "foldline.db");

    /// <summary>Opens the state.</summary>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public Task<RunStore> OpenStateAsync(ParseResult line, CancellationToken cancellationToken) => Databases.StateAsync(Address(line), cancellationToken);

    /// <summary>Opens the artifact store.</summary>
    /// <exception cref="InputException">It is not named as it must be.</exception>
    public IArtifactStore OpenArtifacts(ParseResult line, TimeProvider time)
    {
        var data = DataFolder(line);
        return Blobs.Open(Said.By(line.GetValue(_blobs), "FOLDLINE_BLOBS") ?? "file:" + Path.Combine(data, "blobs"), data, time);
    }
}
