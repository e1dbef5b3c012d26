using System.CommandLine;
using Foldline.Cli.Campaigns;
using Foldline.Cli.Running;
using Foldline.Sequences;

namespace Foldline.Cli.Serving;

/// <summary>The options of <c>foldline serve</c>; what is not said is taken from the environment (FOLDLINE_URL, _DATA, _DB, _BLOBS), then from the defaults.</summary>
internal sealed class ServeOptions
{
    private readonly Option<string?> _url = new("--url") { Description = "Where to listen; default: $FOLDLINE_URL, else http://127.0.0.1:5080. Port 0 takes a free one.", HelpName = "URL" };
    private readonly Option<string?> _certificate = new("--certificate") { Description = "A .pfx or .pem with certificate and key, for https.", HelpName = "FILE" };
    private readonly Option<bool> _remote = new("--allow-remote-http") { Description = "Serve other machines without TLS. Keys then cross the network in the clear." };
    private readonly Option<string?> _model = new("--model") { Description = "An official model name; default: the one the weights fit, else foldline-demo.", HelpName = "NAME" };
    private readonly Option<string?> _weights = new("--weights") { Description = "A checkpoint, .pt or .safetensors.", HelpName = "FILE" };
    private readonly Option<string> _device = new("--device") { Description = "cpu, cuda[:n] or npu[:n].", HelpName = "D", DefaultValueFactory = _ => "cpu" };
    private readonly Option<string> _dtype = new("--dtype") { Description = "fp32 or bf16.", HelpName = "T", DefaultValueFactory = _ => "fp32" };
    private readonly Option<string[]> _databases = new("--database", "--databases") { Description = "A sequence database callers may name, also NAME=PREFIX@PARTS,z=SIZE; may be repeated. Default: the bundled one.", HelpName = "NAME=PATH" };
    private readonly Option<bool> _privateWebhooks = new("--allow-private-webhooks") { Description = "Let webhooks point at this machine and at private addresses." };
    private readonly Option<bool> _noWork = new("--no-work") { Description = "Serve only; 'foldline worker' processes do the work." };
    private readonly Option<double?> _collect = new("--collect-unused") { Description = "Remove artifacts that nothing has referred to and nobody has put for so many days; see 'artifacts collect'.", HelpName = "DAYS" };

    /// <summary>Where state lies; also of the commands below.</summary>
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "State, artifacts and caches; default: $FOLDLINE_DATA, else foldline-data.", HelpName = "DIR", Recursive = true,
    };

    /// <summary>The database; also of the commands below.</summary>
    public Option<string?> Database { get; } = new("--db")
    {
        Description = "sqlite:PATH or postgres:CONNECTION; default: $FOLDLINE_DB, else sqlite:DATA/foldline.db.", HelpName = "WHERE", Recursive = true,
    };

    /// <summary>Where artifacts lie.</summary>
    public Option<string?> Blobs { get; } = new("--blobs") { Description = "file:DIR or azure:CONNECTION; default: $FOLDLINE_BLOBS, else file:DATA/blobs.", HelpName = "WHERE" };

    /// <summary>All, in the order of the help page.</summary>
    public IEnumerable<Option> All => [_url, Data, Database, Blobs, _model, _weights, _databases, _device, _dtype, _noWork, _collect, _certificate, _remote, _privateWebhooks];

    /// <summary>What was asked for.</summary>
    /// <exception cref="InputException">The address is none.</exception>
    public ServeSettings Read(ParseResult line)
    {
        var (data, database) = Place(line);
        var url = Said.By(line.GetValue(_url), "FOLDLINE_URL") ?? "http://127.0.0.1:5080";
        return new ServeSettings
        {
            Url = Uri.TryCreate(url, UriKind.Absolute, out var address) ? address : throw new InputException($"--url {url}: give http://HOST:PORT or https://HOST:PORT."),
            DataFolder = data,
            Database = database,
            Blobs = Said.By(line.GetValue(Blobs), "FOLDLINE_BLOBS") ?? "file:" + Path.Combine(data, "blobs"),
            Databases = NamedDatabases.AtHand("--database", line.GetValue(_databases)),
            AllowPrivateWebhooks = line.GetValue(_privateWebhooks),
            Certificate = line.GetValue(_certificate),
            AllowRemoteHttp = line.GetValue(_remote),
            Model = line.GetValue(_model),
            Weights = line.GetValue(_weights) is { } weights ? Path.GetFullPath(weights) : null,
            Device = line.GetValue(_device)!,
            Dtype = line.GetValue(_dtype)!,
            NoWork = line.GetValue(_noWork),
            CollectUnused = line.GetValue(_collect) is { } unused ? ArtifactsCommand.Days("--collect-unused", unused) : null,
        };
    }

    /// <summary>The data folder and the database.</summary>
    public (string DataFolder, string Database) Place(ParseResult line)
    {
        var data = DataFolder.Resolve(line.GetValue(Data));
        return (data, Said.By(line.GetValue(Database), "FOLDLINE_DB") ?? "sqlite:" + Path.Combine(data, "foldline.db"));
    }
}
