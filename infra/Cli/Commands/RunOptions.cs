using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Foldline.Artifacts;
using Foldline.Cli.Running;
using Foldline.Ranking.Output;
using Foldline.Search;
using Foldline.Sequences;

namespace Foldline.Cli.Commands;

/// <summary>The options of <c>foldline run</c>, and how they become <see cref="RunSettings"/>.</summary>
public sealed class RunOptions
{
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "FASTA (':' joins the chains of a complex), AlphaFold 3 JSON, Protenix JSON or CSV; files or folders.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _out = new("--out", "-o") { Description = "The folder that receives the results.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _model = new("--model") { Description = "An official model name; default: the one the weights fit, else foldline-demo.", HelpName = "NAME" };
    private readonly Option<string?> _weights = new("--weights") { Description = "A checkpoint, .pt or .safetensors.", HelpName = "FILE" };
    private readonly Option<string[]> _databases = new("--db") { Description = "A sequence database in FASTA, or PREFIX@SHARDS,z=SIZE; may be repeated. Default: the bundled one.", HelpName = "NAME=PATH" };
    private readonly Option<bool> _noMsa = new("--no-msa") { Description = "Fold from the sequences alone." };
    private readonly Option<string> _seeds = new("--seeds", "-s") { Description = "Seeds, comma separated; ranges as 1-5.", HelpName = "1,2", DefaultValueFactory = _ => "1" };
    private readonly Option<int> _samples = new("--samples") { Description = "Structures per seed.", HelpName = "N", DefaultValueFactory = _ => 5 };
    private readonly Option<int?> _steps = new("--steps") { Description = "Diffusion steps; default: the model's own (200, mini and tiny 5).", HelpName = "N" };
    private readonly Option<int?> _cycles = new("--cycles") { Description = "Recycles of the trunk; default: the model's own (10, mini and tiny 4).", HelpName = "N" };
    private readonly Option<string> _device = new("--device") { Description = "cpu, cuda[:n] or npu[:n].", HelpName = "D", DefaultValueFactory = _ => "cpu" };
    private readonly Option<string> _dtype = new("--dtype") { Description = "fp32 or bf16.", HelpName = "T", DefaultValueFactory = _ => "fp32" };
    private readonly Option<double?> _memory = MemoryOption.For("Memory that predictions are cut to fit; default: what the device has free.");
    private readonly Option<bool> _resume = new("--resume") { Description = "Continue an earlier run in DIR; what it finished is not done again." };
    private readonly Option<bool> _plan = new("--plan") { Description = "Print searches, tokens, expected memory and time, and run nothing." };
    private readonly Option<bool> _json = new("--json") { Description = "Print progress and results as JSON lines." };
    private readonly Option<string?> _data = new("--data") { Description = "State, artifacts and caches shared by all runs; default: $FOLDLINE_DATA, else foldline-data.", HelpName = "DIR" };
    private readonly Option<string?> _temp = new("--temp") { Description = "Where searches write while they run; default: DATA/tmp.", HelpName = "DIR" };
    private readonly Option<string?> _blobs = new("--blobs") { Description = "Where artifacts lie: file:DIR or azure:CONNECTION; default: DATA/blobs.", HelpName = "PLACE" };
    private readonly Option<string?> _components = new("--components") { Description = "The wwPDB's components.cif, for ligands and modified residues that are not bundled.", HelpName = "FILE" };
    private readonly Option<string?> _hmmer = new("--hmmer") { Description = "The folder with HMMER's programs; default: the PATH.", HelpName = "DIR" };
    private readonly Option<string> _confidences = new("--confidences")
    {
        Description = "Structures that get full confidences (PAE): all, best (of each target) or none.", HelpName = "WHICH", DefaultValueFactory = _ => "all",
    };

    private readonly Option<bool> _compress = new("--compress") { Description = "Write full confidences as .json.gz, a tenth of the size." };
    private readonly Option<string?> _profile = new("--profile") { Description = "Write a timeline of the network's modules (Chrome trace).", HelpName = "FILE" };
    private readonly Option<int> _searches = new("--parallel-searches") { Description = "Targets searched at the same time.", HelpName = "N", DefaultValueFactory = _ => 1 };

    /// <summary>The symbols, in the order of the help page.</summary>
    public IEnumerable<Symbol> Symbols =>
    [
        _inputs, _out, _model, _weights, _databases, _noMsa, _seeds, _samples, _steps, _cycles, _device, _dtype, _memory, _resume, _plan, _json, _data, _temp,
        _confidences, _compress, _components, _blobs, _hmmer, _profile, _searches,
    ];

    /// <summary>The settings a command line asks for.</summary>
    /// <exception cref="InputException">An option's value has the wrong form.</exception>
    public RunSettings Read(ParseResult line)
    {
        string data = DataFolder.Resolve(line.GetValue(_data));
        return new RunSettings
        {
            Inputs = [.. line.GetValue(_inputs)!],
            OutputFolder = Path.GetFullPath(line.GetValue(_out)!),
            DataFolder = data,
            TemporaryFolder = Path.GetFullPath(line.GetValue(_temp) ?? Path.Combine(data, "tmp")),
            Model = line.GetValue(_model),
            Weights = line.GetValue(_weights) is { } weights ? Path.GetFullPath(weights) : null,
            Databases = [.. Databases(line.GetValue(_databases))],
            UseMsa = !line.GetValue(_noMsa),
            Seeds = Seeds(line.GetValue(_seeds)!),
            Samples = Positive("--samples", line.GetValue(_samples)),
            Steps = Positive("--steps", line.GetValue(_steps)),
            Cycles = Positive("--cycles", line.GetValue(_cycles)),
            Device = line.GetValue(_device)!,
            Dtype = line.GetValue(_dtype) is "fp32" or "bf16" ? line.GetValue(_dtype)! : throw new InputException($"--dtype {line.GetValue(_dtype)}: use fp32 or bf16."),
            Memory = MemoryOption.Bytes(line.GetValue(_memory)),
            Resume = line.GetValue(_resume),
            Plan = line.GetValue(_plan),
            Json = line.GetValue(_json),
            Confidences = line.GetValue(_confidences) switch
            {
                "all" => ConfidenceFiles.All,
                "best" => ConfidenceFiles.Best,
                "none" => ConfidenceFiles.None,
                var other => throw new InputException($"--confidences {other}: use all, best or none."),
            },
            CompressConfidences = line.GetValue(_compress),
            Blobs = line.GetValue(_blobs) is { } blobs ? Blobs(blobs) : null,
            Components = line.GetValue(_components) is { } dictionary ? Path.GetFullPath(dictionary) : null,
            HmmerFolder = line.GetValue(_hmmer) is { } hmmer ? Path.GetFullPath(hmmer) : null,
            Profile = line.GetValue(_profile) is { } profile ? Path.GetFullPath(profile) : null,
            ParallelSearches = Positive("--parallel-searches", line.GetValue(_searches)),
        };
    }

    /// <summary>Seeds written as a list of numbers and ranges: <c>1,2,10-12</c>.</summary>
    public static ImmutableArray<long> Seeds(string text)
    {
        var seeds = ImmutableArray.CreateBuilder<long>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-', 2);
            if (!long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out long first)
                || !long.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long last) || last < first || last - first >= 100_000)
                throw new InputException($"--seeds {text}: '{part}' is no seed. Use whole numbers from 0 up, comma separated, or ranges such as 1-5.");
            for (long seed = first; seed <= last; seed++) seeds.Add(seed);
        }
        if (seeds.Count == 0) throw new InputException("--seeds: give at least one seed, for example --seeds 1.");
        if (seeds.Distinct().Count() != seeds.Count) throw new InputException($"--seeds {text}: a seed stands there twice; it would give the same structures again.");
        return seeds.ToImmutable();
    }

    // 'serve' and 'worker' name their state with the same option; whoever carries that over gets told instead of a database called "postgres:Host".
    private static IReadOnlyList<SequenceDatabase> Databases(string[]? texts)
    {
        if (texts?.Any(text => text.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgres:", StringComparison.OrdinalIgnoreCase)) == true)
            throw new InputException("--db of 'run' names sequence databases (NAME=PATH). The state of a run lies in the folder that --data names; only 'serve' and 'worker' take sqlite: and postgres:.");
        return NamedDatabases.Read("--db", texts);
    }

    // Checked here for its form; the text may hold a key, so no message repeats it.
    private static string Blobs(string text)
    {
        ArtifactStores.Describe(text);
        return text;
    }

    private static int Positive(string option, int value) => value > 0 ? value : throw new InputException($"{option} {value}: give a whole number above 0.");

    private static int? Positive(string option, int? value) => value is { } number ? Positive(option, number) : null;
}
