using System.CommandLine;
using Foldline.Activities;
using Foldline.Activities.Features;
using Foldline.Activities.Prediction;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;
using Foldline.Cli.Terminal;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Cli.Commands;

/// <summary><c>foldline workflow</c>: lists the built-in definitions, checks others, writes them out.</summary>
public static class WorkflowCommand
{
    /// <summary>Everything a definition may use, described without being started.</summary>
    public static ActivityCatalog Catalog { get; } = ActivityCatalog.Describing(
        ActivityDescriptor.Of<SearchAlignments>(), ActivityDescriptor.Of<BuildFeatures>(), ActivityDescriptor.Of<PredictStructures>(), ActivityDescriptor.Of<RankSamples>());

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen) => new("workflow", "Lists, checks and exports workflow definitions in Elsa 3's format.") { List(screen), Validate(screen), Export(screen) };

    private static Command List(Screen screen)
    {
        var command = new Command("list", "Lists the built-in definitions and the activities they may use.");
        command.SetAction(_ =>
        {
            foreach (var definition in BuiltInDefinitions.Names.Select(BuiltInDefinitions.Load)) screen.Line($"{definition.DefinitionId,-28} {definition.Description}");
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

    private static Command Validate(Screen screen)
    {
        var files = new Argument<string[]>("FILE") { Description = "Definitions (JSON).", Arity = ArgumentArity.OneOrMore };
        var command = new Command("validate", "Checks definitions: known activities, typed wires, inputs that are given.") { files };
        command.SetAction(line =>
        {
            var faulty = 0;
            foreach (var file in line.GetValue(files)!)
            {
                var problems = Check(file);
                foreach (var problem in problems) screen.Line($"{file}: {(problem.IsError ? "error" : "warning")}: {problem.Message}");
                if (problems.Any(problem => problem.IsError)) faulty++;
                else screen.Line($"{file}: ok");
            }
            return faulty > 0 ? ExitCode.BadInput : ExitCode.Success;
        });
        return command;
    }

    private static Command Export(Screen screen)
    {
        var name = new Argument<string>("NAME") { Description = "A built-in definition." };
        var command = new Command("export", "Prints a built-in definition, ready for the designer.") { name };
        command.SetAction(line =>
        {
            try
            {
                screen.Line(BuiltInDefinitions.Load(line.GetValue(name)!).Write());
            }
            catch (DefinitionException unknown)
            {
                throw new InputException(unknown.Message, unknown);
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static IReadOnlyList<DefinitionProblem> Check(string file)
    {
        if (!File.Exists(file)) throw new InputException($"{file} does not exist.");
        try
        {
            return new DefinitionValidator(Catalog).Validate(WorkflowDefinition.Parse(File.ReadAllText(file)));
        }
        catch (DefinitionException fault)
        {
            return [new DefinitionProblem("", fault.Message)];
        }
    }
}
