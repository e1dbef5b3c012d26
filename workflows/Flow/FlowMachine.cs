using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>
/// Moves an instance from one state to the next. It does no input or output and reads no clock: the same state, the same result and the same
/// <see cref="Now"/> give the same next state, so that a crash between two commits loses nothing but time. Steps wait on an agenda rather than on the call
/// stack.
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

    /// <summary>The time the next step is made at; the caller sets it.</summary>
    public DateTimeOffset Now { get; set; }

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
        End(frame, [result.Outcome]);
        Drain();
    }

    /// <summary>What waited for a time that has come goes on: work becomes ready, the runtime's own nodes continue.</summary>
    public void Wake()
    {
        var now = Now.ToUnixTimeMilliseconds();
        foreach (var frame in State.Frames.Where(frame => frame.Status == FrameStatus.Waiting && frame.DueAt <= now).ToList())
        {
            var node = NodeOf(frame);
            (frame.Status, frame.DueAt) = (node.Behavior is null ? FrameStatus.Ready : FrameStatus.Open, null);
            if (node.Behavior is { } behavior) _agenda.Enqueue(() => Guard(frame, node, () => behavior.Woken(this, frame, node)));
        }
        Drain();
    }

    /// <summary>The instances a frame asked for exist: the request leaves the outbox, and a frame that need not wait for their end goes on.</summary>
    public void ChildrenCreated(int frame)
    {
        var request = State.Requests.Find(request => request.Frame == frame);
        State.Requests.RemoveAll(request => request.Frame == frame);
        if (request is { Wait: false } && State.Find(frame) is { Status: FrameStatus.Suspended } asking) Complete(asking);
        Drain();
    }

    /// <summary>The instances a frame asked for have ended; a second call for the same frame does nothing.</summary>
    public void ChildrenEnded(int frame, ChildrenEnd end)
    {
        if (State.Find(frame) is not { Status: FrameStatus.Suspended } waiting) return;
        State.Requests.RemoveAll(request => request.Frame == frame);
        var node = NodeOf(waiting);
        waiting.Status = FrameStatus.Open;
        _agenda.Enqueue(() => Guard(waiting, node, () => node.Behavior!.ChildrenEnded(this, waiting, node, end)));
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
            State.Requests.RemoveAll(request => request.Frame == frame.Id);
            (frame.Index, frame.Arrivals, frame.Items, frame.DueAt) = (0, null, null, null);
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

    /// <summary>The truth of an expression that is not an input, such as the condition of a case.</summary>
    public bool Truth(Frame frame, Expression expression, string where) =>
        Coercion.To(_expressions.Evaluate(expression, ScopeOf(frame), where), new PortType("Boolean"), where)?.GetValue<bool>() ?? false;

    /// <summary>The value of an input that is evaluated once for each of several items.</summary>
    public JsonNode? Input(Frame frame, string name, JsonNode? item)
    {
        var node = NodeOf(frame);
        return Value(node, node.Inputs.First(port => port.JsonName == name), ScopeOf(frame, new ScopedVariable(LoopVariables.Item, item)));
    }

    /// <summary>Lets a frame wait until a time.</summary>
    public void WaitUntil(Frame frame, DateTimeOffset due)
    {
        if (due <= Now) Complete(frame);
        else (frame.Status, frame.DueAt) = (FrameStatus.Waiting, due.ToUnixTimeMilliseconds());
    }

    /// <summary>Lets a frame wait until the instances it asks for exist, or have ended.</summary>
    public void Ask(Frame frame, ChildRequest request)
    {
        frame.Status = FrameStatus.Suspended;
        State.Requests.Add(request);
    }

    /// <summary>Open frames inside a frame.</summary>
    public IEnumerable<Frame> ChildrenOf(Frame frame) => State.Frames.Where(child => child.Parent == frame.Id);

    /// <summary>Opens a frame for a node: work waits for an attempt, everything else begins at once.</summary>
    public void Open(string nodeId, Frame? parent, int? loopIndex = null)
    {
        var node = _plan[nodeId];
        var frame = new Frame { Id = State.Next++, Parent = parent?.Id, Node = nodeId, LoopIndex = loopIndex,
            Status = node.Behavior is null ? FrameStatus.Ready : FrameStatus.Open };
        if (node.Variables.Count > 0) frame.Variables = node.Variables.ToDictionary(variable => variable.Id, Initial, StringComparer.Ordinal);
        State.Frames.Add(frame);
        if (node.Behavior is not { } behavior) return;
        Journal.Add(new NodeEnd(frame, node, Ended: false, null, null));
        _agenda.Enqueue(() => Guard(frame, node, () => behavior.Start(this, frame, node)));
    }

    /// <summary>Ends a frame of the runtime's own nodes.</summary>
    public void Complete(Frame frame, JsonObject? outputs = null, params IReadOnlyList<string> outcomes)
    {
        if (outputs is not null) Capture(frame, outputs);
        End(frame, outcomes is [] ? [ActivityResult.Done] : outcomes, outputs);
    }

    /// <summary>Ends the container around a frame, and everything in it.</summary>
    public void CompleteParent(Frame frame, string outcome)
    {
        if (frame.Parent is { } id && State.Find(id) is { } parent) End(parent, [outcome]);
        else Finish(frame);
    }

    /// <summary>Ends a frame and everything in it without going on from it: another path was taken.</summary>
    public void Abandon(Frame frame)
    {
        Close(frame);
        State.Frames.Remove(frame);
        State.Requests.RemoveAll(request => request.Frame == frame.Id);
    }

    /// <summary>Ends the workflow and everything in it.</summary>
    public void Finish(Frame frame)
    {
        Journal.Add(new NodeEnd(frame, NodeOf(frame), Ended: true, ActivityResult.Done, null));
        State.Frames.Clear();
        State.Requests.Clear();
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
    private ExpressionScope ScopeOf(Frame frame, params IEnumerable<ScopedVariable> first)
    {
        var variables = first.ToList();
        for (var at = frame; at is not null; at = at.Parent is { } parent ? State.Find(parent) : null)
        {
            if (at.Variables is { } own)
                variables.AddRange(NodeOf(at).Variables.Select(declared => new ScopedVariable(declared, own.GetValueOrDefault(declared.Id))));
            if (at is not { LoopIndex: { } index, Parent: { } loop } || State.Find(loop)?.Items is not { } items) continue;
            variables.Add(new ScopedVariable(LoopVariables.CurrentValue, items[index]));
            variables.Add(new ScopedVariable(LoopVariables.CurrentIndex, index));
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

    private void End(Frame frame, IReadOnlyList<string> outcomes, JsonObject? outputs = null)
    {
        if (!State.Frames.Remove(frame)) return;
        Close(frame);
        State.Requests.RemoveAll(request => request.Frame == frame.Id);
        var node = NodeOf(frame);
        if (node.Behavior is not null) Journal.Add(new NodeEnd(frame, node, Ended: true, string.Join(", ", outcomes), outputs));
        if (frame.Parent is not { } id)
        {
            State.Finished = true;
            return;
        }
        if (State.Find(id) is not { } parent) return;
        var container = NodeOf(parent);
        _agenda.Enqueue(() => Guard(parent, container, () => container.Behavior!.ChildEnded(this, parent, container, frame, outcomes)));
    }

    /// <summary>Removes what is still open inside an ended frame.</summary>
    private void Close(Frame frame)
    {
        foreach (var child in ChildrenOf(frame).ToList())
        {
            State.Frames.Remove(child);
            State.Requests.RemoveAll(request => request.Frame == child.Id);
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
        catch (Exception error) when (error is ExpressionException or InvalidOperationException or JsonException or WorkflowFaultException)
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
