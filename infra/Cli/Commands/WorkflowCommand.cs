using System.CommandLine;
using System.Globalization;
using Foldline.Activities;
using Foldline.Activities.Features;
using Foldline.Activities.Prediction;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;
using Foldline.Cli.Running;
using Foldline.Cli.Terminal;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Cli.Commands;

/// <summary><c>foldline workflow</c>: the definition catalogue of a data folder from the command line.</summary>
public static class WorkflowCommand
{
    /// <summary>Everything a definition may use, described without being started.</summary>
    public static ActivityCatalog Catalog { get; } = ActivityCatalog.Describing(
        ActivityDescriptor.Of<SearchAlignments>(), ActivityDescriptor.Of<BuildFeatures>(), ActivityDescriptor.Of<PredictStructures>(), ActivityDescriptor.Of<RankSamples>());

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen, TimeProvider time) => new("workflow", "Lists, checks, imports and exports workflow definitions in Elsa 3's format.")
    {
        List(screen, time), Validate(screen, time), Import(screen, time), Export(screen, time),
    };

    private static Option<string?> Data() => new("--data") { Description = "Folder with state, artifacts and caches. Default: $FOLDLINE_DATA, else foldline-data." };

    private static Command List(Screen screen, TimeProvider time)
    {
        var data = Data();
        var command = new Command("list", "Lists the definitions, with their versions, and the activities they may use.") { data };
        command.SetAction(async (line, cancellationToken) =>
        {
            if (await DefinitionFolder.TryOpenAsync(DataFolder.Resolve(line.GetValue(data)), time, cancellationToken) is { } catalog)
            {
                var page = await catalog.ListAsync(new DefinitionQuery { Versions = VersionOptions.LatestOrPublished, OrderBy = "Name" }, cancellationToken);
                foreach (var version in page.Items)
                    screen.Line($"{version.DefinitionId,-28} v{version.Version.ToString(CultureInfo.InvariantCulture),-4} "
                        + $"{(version.IsPublished ? "published" : "draft"),-10} {version.Name}: {version.Content.Description}");
            }
            else
            {
                foreach (var definition in BuiltInDefinitions.Names.Select(BuiltInDefinitions.Load))
                    screen.Line($"{definition.DefinitionId,-28} v{definition.Version.ToString(CultureInfo.InvariantCulture),-4} built in   {definition.Name}: {definition.Description}");
            }
            screen.Line();
            foreach (var activity in Catalog.Descriptors)
            {
                screen.Line($"{activity.Type,-28} {activity.Description} [{activity.Resource.ToString().ToLowerInvariant()}]");
                foreach (var input in activity.Inputs)
                    screen.Line($"    in   {input.JsonName,-20} {input.Type,-18} {input.Description}{(input.DefaultJson is { } value ? $" Default {value}." : "")}");
                foreach (var output in activity.Outputs) screen.Line($"    out  {output.JsonName,-20} {output.Type,-18} {output.Description}");
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Validate(Screen screen, TimeProvider time)
    {
        var data = Data();
        var names = new Argument<string[]>("WHAT") { Description = "Files (JSON), or ids of definitions in the catalogue.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("validate", "Checks definitions: known activities, typed wires, inputs that are given.") { names, data };
        command.SetAction(async (line, cancellationToken) =>
        {
            var faulty = 0;
            foreach (var name in line.GetValue(names)!)
            {
                var problems = await CheckAsync(name, line.GetValue(data), time, cancellationToken);
                foreach (var problem in problems) screen.Line($"{name}: {(problem.IsError ? "error" : "warning")}: {problem.Message}");
                if (problems.Any(problem => problem.IsError)) faulty++;
                else screen.Line($"{name}: ok");
            }
            return faulty > 0 ? ExitCode.BadInput : ExitCode.Success;
        });
        return command;
    }

    private static Command Import(Screen screen, TimeProvider time)
    {
        var data = Data();
        var files = new Argument<string[]>("FILE") { Description = "Definitions (JSON).", Arity = ArgumentArity.OneOrMore };
        var publish = new Option<bool>("--publish") { Description = "Publish what was imported; it must pass validation." };
        var command = new Command("import", "Puts definitions into the catalogue: as the draft of the definition with the same id, or as a new one.") { files, publish, data };
        command.SetAction(async (line, cancellationToken) =>
        {
            var definitions = line.GetValue(files)!.Select(file => (File: file, Definition: Read(file))).ToList();
            var catalog = await DefinitionFolder.OpenAsync(DataFolder.Resolve(line.GetValue(data)), time, cancellationToken);
            foreach (var (file, definition) in definitions)
            {
                var saved = await catalog.SaveAsync(definition, cancellationToken);
                foreach (var problem in catalog.Validate(definition)) screen.Say($"{file}: {(problem.IsError ? "error" : "warning")}: {problem.Message}");
                if (line.GetValue(publish)) saved = (await PublishAsync(catalog, saved, cancellationToken)).Version;
                screen.Line($"{saved.DefinitionId} v{saved.Version.ToString(CultureInfo.InvariantCulture)} {(saved.IsPublished ? "published" : "draft")}");
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Export(Screen screen, TimeProvider time)
    {
        var data = Data();
        var name = new Argument<string>("ID") { Description = "A definition of the catalogue, or a built-in one." };
        var version = new Option<string?>("--version") { Description = "Latest, Published or a number. Default: the published one, else the newest." };
        var command = new Command("export", "Prints a definition, ready for the designer.") { name, version, data };
        command.SetAction(async (line, cancellationToken) =>
        {
            var id = line.GetValue(name)!;
            var catalog = await DefinitionFolder.TryOpenAsync(DataFolder.Resolve(line.GetValue(data)), time, cancellationToken);
            try
            {
                screen.Line(await FindAsync(catalog, id, line.GetValue(version), cancellationToken) is { } found
                    ? DefinitionExport.Write(found.Definition)
                    : BuiltInDefinitions.Load(id).Write());
            }
            catch (DefinitionException unknown)
            {
                throw new InputException(unknown.Message, unknown);
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<DefinitionVersion?> FindAsync(DefinitionCatalog? catalog, string id, string? version, CancellationToken cancellationToken)
    {
        if (catalog is null) return null;
        var history = await catalog.HistoryAsync(id, cancellationToken);
        var found = version is null ? history.Published ?? history.Latest : history.Find(VersionOptions.Parse(version, VersionOptions.Latest));
        return found is null && !history.Versions.IsEmpty ? throw new DefinitionException($"Workflow '{id}' has no version {version}.") : found;
    }

    private static async Task<PublishResult> PublishAsync(DefinitionCatalog catalog, DefinitionVersion saved, CancellationToken cancellationToken)
    {
        try
        {
            return (await catalog.PublishAsync(saved.DefinitionId, cancellationToken))!;
        }
        catch (DefinitionException refused)
        {
            throw new InputException($"{refused.Message} It was kept as a draft.", refused);
        }
    }

    private static WorkflowDefinition Read(string file)
    {
        if (!File.Exists(file)) throw new InputException($"{file} does not exist.");
        try
        {
            return WorkflowDefinition.Parse(File.ReadAllText(file));
        }
        catch (DefinitionException fault)
        {
            throw new InputException($"{file}: {fault.Message}", fault);
        }
    }

    private static async Task<IReadOnlyList<DefinitionProblem>> CheckAsync(string name, string? data, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(name))
            {
                var catalog = await DefinitionFolder.TryOpenAsync(DataFolder.Resolve(data), time, cancellationToken);
                var found = await FindAsync(catalog, name, "Latest", cancellationToken);
                if (found is null && !BuiltInDefinitions.Names.Contains(name)) throw new InputException($"{name} is neither a file nor a definition of the catalogue.");
                return new DefinitionValidator(Catalog).Validate(found?.Content ?? BuiltInDefinitions.Load(name));
            }
            return new DefinitionValidator(Catalog).Validate(WorkflowDefinition.Parse(await File.ReadAllTextAsync(name, cancellationToken)));
        }
        catch (DefinitionException fault)
        {
            return [new DefinitionProblem("", fault.Message)];
        }
    }
}
