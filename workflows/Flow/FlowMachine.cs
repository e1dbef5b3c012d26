using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>
/// Moves an instance from one state to the next. It does no input or output and knows no clock: the same state and the same result give the same next state,
/// so that a crash between two commits loses nothing but time. Steps wait on an agenda rather than on the call stack.
/// </summary>
internal sealed class FlowMachine
{
    private const int MostSteps = 100_000;
    private readonly WorkflowPlan _plan;
    private readonly ExpressionEvaluator _expressions;
    private readonly IReadOnlyDictionary<string, JsonNode?> _inputs;
    private readonly string _instanceId;
    private readonly Queue<Action> _agenda = new();

    public FlowMachine(WorkflowPlan plan, InstanceState state, IReadOnlyDictionary<string, JsonNode?> inputs, string instanceId,
        ExpressionEvaluator expressions)
    {
        (_plan, State, _inputs, _instanceId, _expressions) = (plan, state, inputs, instanceId, expressions);
    }

    public InstanceState State { get; }

    /// <summary>Nodes that began or ended since the list was last cleared, for the journal.</summary>
    public List<NodeEnd> Journal { get; } = [];

    /// <summary>Nodes the runtime executes itself that could not go on; their frames are marked as failed.</summary>
    public List<(Frame Frame, Exception Cause)> Failures { get; } = [];

    public PlanNode NodeOf(Frame frame) => _plan[frame.Node];

    /// <summary>Opens the root.</summary>
    public void Begin()
    {
        foreach (var variable in _plan.Variables) State.Variables[variable.Id] = Initial(variable);
        Open(_plan.Root.Id, null);
        Drain();
    }

    /// <summary>An activity's attempt has succeeded: its outputs are captured and the flow goes on.</summary>
    public void Succeed(Frame frame, ActivityResult result)
    {
        Capture(frame, result.Outputs);
        End(frame, result.Outcome);
        Drain();
    }

    /// <summary>Lets what failed for good try again: work becomes ready, the runtime's own nodes begin anew.</summary>
    public void Redrive()
    {
        foreach (var frame in State.Frames.Where(frame => frame.Status == FrameStatus.Failed).ToList())
        {
            (frame.TransientFailures, frame.Rung, frame.LostAt, frame.Repairs, frame.RepairsMade) = (0, 0, null, null, 0);
            var node = NodeOf(frame);
            frame.Status = node.Behavior is null ? FrameStatus.Ready : FrameStatus.Open;
            if (node.Behavior is not { } behavior) continue;
            Close(frame);
            frame.Index = 0;
            frame.Arrivals = null;
            _agenda.Enqueue(() => Guard(frame, node, () => behavior.Start(this, frame, node)));
        }
        Drain();
    }

    /// <summary>Values of a frame's inputs, coerced to their types. Unset inputs are absent.</summary>
    /// <exception cref="ExpressionException">An expression cannot be evaluated, or its value does not fit.</exception>
    public JsonObject Inputs(Frame frame)
    {
        var node = NodeOf(frame);
        var scope = ScopeOf(frame);
        var values = new JsonObject();
        foreach (var port in node.Inputs)
            if (Value(node, port, scope) is { } value) values[port.JsonName] = value;
        return values;
    }

    /// <summary>The value of one input.</summary>
    public JsonNode? Input(Frame frame, string name)
    {
        var node = NodeOf(frame);
        return Value(node, node.Inputs.First(port => port.JsonName == name), ScopeOf(frame));
    }

    /// <summary>The value of a condition; unset is false.</summary>
    public bool Truth(Frame frame, string name) => Input(frame, name)?.GetValue<bool>() ?? false;

    /// <summary>Open frames inside a frame.</summary>
    public IEnumerable<Frame> ChildrenOf(Frame frame) => State.Frames.Where(child => child.Parent == frame.Id);

    /// <summary>Opens a frame for a node: work waits for an attempt, everything else begins at once.</summary>
    public void Open(string nodeId, Frame? parent)
    {
        var node = _plan[nodeId];
        var frame = new Frame { Id = State.Next++, Parent = parent?.Id, Node = nodeId, Status = node.Behavior is null ? FrameStatus.Ready : FrameStatus.Open };
        if (node.Variables.Count > 0) frame.Variables = node.Variables.ToDictionary(variable => variable.Id, Initial, StringComparer.Ordinal);
        State.Frames.Add(frame);
        if (node.Behavior is not { } behavior) return;
        Journal.Add(new NodeEnd(frame, node, Ended: false, null, null));
        _agenda.Enqueue(() => Guard(frame, node, () => behavior.Start(this, frame, node)));
    }

    /// <summary>Ends a frame of the runtime's own nodes.</summary>
    public void Complete(Frame frame, JsonObject? outputs = null, string outcome = ActivityResult.Done)
    {
        if (outputs is not null) Capture(frame, outputs);
        End(frame, outcome, outputs);
    }

    /// <summary>Ends the container around a frame, and everything in it.</summary>
    public void CompleteParent(Frame frame, string outcome)
    {
        if (frame.Parent is { } id && State.Find(id) is { } parent) End(parent, outcome);
        else Finish(frame);
    }

    /// <summary>Ends the workflow and everything in it.</summary>
    public void Finish(Frame frame)
    {
        Journal.Add(new NodeEnd(frame, NodeOf(frame), Ended: true, ActivityResult.Done, null));
        State.Frames.Clear();
        _agenda.Clear();
        State.Finished = true;
    }

    /// <summary>Writes outputs into the variables the node names for them.</summary>
    public void Capture(Frame frame, JsonObject outputs)
    {
        var node = NodeOf(frame);
        foreach (var port in node.Descriptor?.Outputs ?? node.Behavior!.Outputs)
            if (node.Node.OutputVariable(port.JsonName) is { } variable) SetVariable(frame, variable, outputs[port.JsonName]);
    }

    /// <summary>Gives a variable in reach of a frame a value.</summary>
    public void SetVariable(Frame frame, string variable, JsonNode? value)
    {
        for (var at = frame; at is not null; at = at.Parent is { } parent ? State.Find(parent) : null)
        {
            if (at.Variables is null || !at.Variables.ContainsKey(variable)) continue;
            at.Variables[variable] = value.Copy();
            return;
        }
        var id = State.Variables.ContainsKey(variable) ? variable : _plan.Variables.FirstOrDefault(declared => declared.Name == variable)?.Id ?? variable;
        State.Variables[id] = value.Copy();
    }

    /// <summary>Gives an output of the workflow its value.</summary>
    public void SetOutput(string name, JsonNode? value) => State.Outputs[name] = value.Copy();

    /// <summary>The workflow's outputs: what SetOutput gave, else the variable of the same name.</summary>
    public JsonObject Outputs()
    {
        var outputs = State.Outputs.DeepClone().AsObject();
        foreach (var declared in _plan.Definition.Outputs)
            if (!outputs.ContainsKey(declared.Name) && _plan.Variables.FirstOrDefault(variable => variable.Name == declared.Name) is { } variable)
                outputs[declared.Name] = State.Variables.GetValueOrDefault(variable.Id).Copy();
        return outputs;
    }

    /// <summary>Variables as a frame sees them, innermost first.</summary>
    private ExpressionScope ScopeOf(Frame frame)
    {
        var variables = new List<ScopedVariable>();
        for (var at = frame; at is not null; at = at.Parent is { } parent ? State.Find(parent) : null)
        {
            if (at.Variables is not { } own) continue;
            variables.AddRange(NodeOf(at).Variables.Select(declared => new ScopedVariable(declared, own.GetValueOrDefault(declared.Id))));
        }
        variables.AddRange(_plan.Variables.Select(declared => new ScopedVariable(declared, State.Variables.GetValueOrDefault(declared.Id))));
        return new ExpressionScope { Inputs = _inputs, Variables = variables, InstanceId = _instanceId };
    }

    private JsonNode? Value(PlanNode node, PortDescriptor port, ExpressionScope scope)
    {
        if (node.Node.Input(port.JsonName) is not { } expression) return null;
        var where = $"{node}, input {port.JsonName}";
        return Coercion.To(_expressions.Evaluate(expression, scope, where), port.Type, where);
    }

    private static JsonNode? Initial(VariableDefinition variable) => Coercion.To(variable.Initial, variable.Type, $"The variable {variable.Name}");

    private void End(Frame frame, string outcome, JsonObject? outputs = null)
    {
        if (!State.Frames.Remove(frame)) return;
        Close(frame);
        var node = NodeOf(frame);
        if (node.Behavior is not null) Journal.Add(new NodeEnd(frame, node, Ended: true, outcome, outputs));
        if (frame.Parent is not { } id)
        {
            State.Finished = true;
            return;
        }
        if (State.Find(id) is not { } parent) return;
        var container = NodeOf(parent);
        _agenda.Enqueue(() => Guard(parent, container, () => container.Behavior!.ChildEnded(this, parent, container, frame, outcome)));
    }

    /// <summary>Removes what is still open inside an ended frame.</summary>
    private void Close(Frame frame)
    {
        foreach (var child in ChildrenOf(frame).ToList())
        {
            State.Frames.Remove(child);
            Close(child);
        }
    }

    private void Guard(Frame frame, PlanNode node, Action step)
    {
        if (!State.Frames.Contains(frame)) return;                                // it was closed by an earlier step
        try
        {
            step();
        }
        catch (Exception error) when (error is ExpressionException or InvalidOperationException or JsonException)
        {
            frame.Status = FrameStatus.Failed;
            Failures.Add((frame, error));
        }
    }

    private void Drain()
    {
        for (var steps = 0; _agenda.TryDequeue(out var step); steps++)
        {
            if (steps == MostSteps)
            {
                Failures.Add((State.Frames[0],
                    new InvalidOperationException($"{NodeOf(State.Frames[0])} made {MostSteps} steps without doing any work: it loops.")));
                _agenda.Clear();
                return;
            }
            step();
        }
    }
}
