using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows.Tests;

/// <summary>
/// Runs a definition step by step as a worker would that crashes after every single commit: the state is written and read back, and the machine is built anew,
/// before each step. Work gives its text back and is logged.
/// </summary>
internal sealed class FlowHarness
{
    private static readonly ActivityCatalog Catalog = new(new SearchWork(), new ModelWork(), new LightWork(), new ChooseWork());
    private readonly WorkflowPlan _plan;
    private readonly Dictionary<string, JsonNode?> _inputs;
    private string? _snapshot;

    public FlowHarness(WorkflowDefinition definition, params (string Name, JsonNode? Value)[] inputs)
    {
        _plan = WorkflowPlan.Of(definition, Catalog);
        _inputs = inputs.ToDictionary(input => input.Name, input => input.Value);
        Step(machine => machine.Begin());
    }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Texts of the work done, in order.</summary>
    public List<string> Log { get; } = [];

    /// <summary>The runtime's own nodes that ended, with the way they ended.</summary>
    public List<string> Ended { get; } = [];

    public List<Exception> Failures { get; } = [];

    public InstanceState State => InstanceState.Read(_snapshot);

    public bool Finished => State.Finished;

    public void Step(Action<FlowMachine> step)
    {
        var machine = new FlowMachine(_plan, State, _inputs, "target", new ExpressionEvaluator(new ScriptLimits())) { Now = Now };
        step(machine);
        Ended.AddRange(machine.Journal.Where(end => end.Ended).Select(end => $"{end.Node.Id}:{end.Outcome}"));
        Failures.AddRange(machine.Failures.Select(failure => failure.Cause));
        _snapshot = machine.State.Write();
    }

    /// <summary>Does the work of one ready frame, the oldest or the one of a node.</summary>
    public FlowHarness Work(string? node = null)
    {
        Step(machine =>
        {
            var frame = machine.State.Frames.First(ready => ready.Status == FrameStatus.Ready && (node is null || ready.Node == node));
            var text = machine.Inputs(frame)["text"]?.ToString() ?? frame.Node;
            Log.Add(text);
            machine.Succeed(frame, new ActivityResult(new JsonObject { ["result"] = text }));
        });
        return this;
    }

    /// <summary>Does all work that is ready, and what becomes ready by it.</summary>
    public FlowHarness WorkAll()
    {
        while (State.Frames.Any(frame => frame.Status == FrameStatus.Ready)) Work();
        return this;
    }

    /// <summary>Lets time pass.</summary>
    public FlowHarness Pass(TimeSpan time)
    {
        Now += time;
        Step(machine => machine.Wake());
        return this;
    }
}
