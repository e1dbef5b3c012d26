using System.CommandLine;
using System.Text.Json.Nodes;
using Foldline.Cli.Commands;

namespace Foldline.Cli.Campaigns;

/// <summary>The inputs of the workflow 'fold' that all targets of a campaign share; only what is said is set.</summary>
internal sealed class CampaignParameters
{
    private readonly Option<string?> _seeds = new("--seeds", "-s") { Description = "Seeds, comma separated; ranges as 1-5.", HelpName = "1,2" };
    private readonly Option<int?> _samples = new("--samples") { Description = "Structures per seed.", HelpName = "N" };
    private readonly Option<int?> _steps = new("--steps") { Description = "Diffusion steps; default: the model's own.", HelpName = "N" };
    private readonly Option<int?> _cycles = new("--cycles") { Description = "Recycles of the trunk; default: the model's own.", HelpName = "N" };
    private readonly Option<bool> _noMsa = new("--no-msa") { Description = "Fold from the sequences alone." };
    private readonly Option<string[]> _use = new("--use") { Description = "Search this database: NAME, found on the worker, or NAME=PATH. Default: the bundled one.", HelpName = "NAME" };

    /// <summary>All, in the order of the help page.</summary>
    public IEnumerable<Option> All => [_seeds, _samples, _steps, _cycles, _noMsa, _use];

    /// <summary>What was said.</summary>
    public JsonObject Read(ParseResult line)
    {
        var inputs = new JsonObject();
        if (line.GetValue(_seeds) is { } seeds) inputs["Seeds"] = new JsonArray([.. RunOptions.Seeds(seeds).Select(seed => (JsonNode?)JsonValue.Create(seed))]);
        if (line.GetValue(_samples) is { } samples) inputs["Samples"] = samples;
        if (line.GetValue(_steps) is { } steps) inputs["Steps"] = steps;
        if (line.GetValue(_cycles) is { } cycles) inputs["Cycles"] = cycles;
        if (line.GetValue(_noMsa)) inputs["UseMsa"] = false;
        if (line.GetValue(_use) is { Length: > 0 } databases) inputs["Databases"] = new JsonArray([.. databases.Select(name => (JsonNode?)JsonValue.Create(name))]);
        return inputs;
    }
}
