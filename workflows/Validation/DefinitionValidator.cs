using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Checks a definition against the activities of this host before anything runs: types, ports, expressions, arrows, retry policies.</summary>
/// <param name="catalog">The activities a definition may use.</param>
public sealed class DefinitionValidator(ActivityCatalog catalog)
{
    /// <summary>Properties of a node that are not ports.</summary>
    private static readonly HashSet<string> Identity = new(StringComparer.Ordinal) { "id", "nodeId", "name", "type", "version", "customProperties",
        "metadata", "variables" };

    /// <summary>Everything wrong with a definition; empty when it may run.</summary>
    public IReadOnlyList<DefinitionProblem> Validate(WorkflowDefinition definition)
    {
        var check = new Check(definition, catalog);
        check.Run();
        return check.Problems;
    }

    /// <summary>One validation.</summary>
    private sealed class Check(WorkflowDefinition definition, ActivityCatalog catalog)
    {
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
        private readonly HashSet<string> _written = new(StringComparer.Ordinal);
        private readonly IReadOnlyList<InputDefinition> _inputs = definition.Inputs;

        private static IReadOnlyList<VariableDefinition> Offered => [LoopVariables.CurrentValue, LoopVariables.CurrentIndex, LoopVariables.Item];

        public List<DefinitionProblem> Problems { get; } = [];

        public void Run()
        {
            foreach (var twice in _inputs.GroupBy(input => input.Name).Where(group => group.Count() > 1)) Error("",
                $"The workflow has two inputs called '{twice.Key}'.");
            foreach (var twice in definition.Variables.GroupBy(variable => variable.Id).Where(group => group.Count() > 1)) Error("",
                $"The workflow has two variables with the id '{twice.Key}'.");
            CollectWrites(definition.Root);
            Node(definition.Root, [.. definition.Variables]);
        }

        private void Error(string node, string message) => Problems.Add(new DefinitionProblem(node, message));

        private void Warn(string node, string message) => Problems.Add(new DefinitionProblem(node, message, IsError: false));

        private void CollectWrites(ActivityNode node)
        {
            var behavior = NodeBehaviors.Find(node.Type);
            foreach (var port in behavior?.Outputs ?? (catalog.TryDescribe(node.Type, out var known) ? known.Outputs : []))
                if (node.OutputVariable(port.JsonName) is { } variable) _written.Add(variable);
            if (behavior is SetVariableBehavior && SetVariableBehavior.Target(node) is { } target) _written.Add(target);
            foreach (var child in behavior?.Children(node) ?? []) CollectWrites(child);
        }

        private void Node(ActivityNode node, IReadOnlyList<VariableDefinition> scope)
        {
            if (node.Id.Length == 0) Error("", $"An activity of type {node.Type} has no id.");
            else if (!_ids.Add(node.Id)) Error(node.Id, $"Two activities have the id '{node.Id}'; ids are unique in a definition.");

            var behavior = NodeBehaviors.Find(node.Type);
            ActivityDescriptor? descriptor = null;
            if (behavior is null && !catalog.TryDescribe(node.Type, out descriptor))
            {
                Error(node.Id, $"{node} is of a type that does not run here; {Nearest(node.Type)}");
                return;
            }
            if (descriptor is not null && node.Version > descriptor.Version)
                Error(node.Id, $"{node} asks for version {node.Version} of its activity; this host has version {descriptor.Version}.");

            var inputs = behavior?.Inputs ?? descriptor!.Inputs;
            var outputs = behavior?.Outputs ?? descriptor!.Outputs;
            IReadOnlyList<VariableDefinition> readable = behavior is DispatchBehavior ? [.. behavior.Offers, .. scope] : scope;
            foreach (var port in inputs) Input(node, port, readable);
            foreach (var port in outputs) Output(node, port, scope);
            if (descriptor is not null)
            {
                UnknownPorts(node, inputs, outputs);
                ResilienceStrategies.Read(node, descriptor.Retry, out var problem);
                if (problem is not null) Error(node.Id, $"{node}: {problem}");
                NodeNeeds.Read(node, out problem);
                if (problem is not null) Error(node.Id, $"{node}: {problem}");
            }
            if (behavior is null) return;

            foreach (var problem in behavior.Problems(node)) Error(node.Id, $"{node} {problem}");
            UnknownPlain(node, behavior);
            if (behavior is SetVariableBehavior && SetVariableBehavior.Target(node) is { } target)
            {
                if (Find(scope, target, target) is not { } set) Error(node.Id, $"{node} sets the variable '{target}', which is not declared.");
                else if (Offered.Contains(set)) Error(node.Id, $"{node} sets '{target}', which the loop around it sets.");
            }
            if (node.CanStart && behavior is CronBehavior or StartAtBehavior)
                Warn(node.Id, $"{node} does not start the workflow by itself; make a schedule for it. In a run it waits for its time.");
            if (behavior is FlowchartBehavior) Flowchart(node);
            IReadOnlyList<VariableDefinition> inner = [.. node.Variables, .. behavior is LoopBehavior ? behavior.Offers : [], .. scope];
            foreach (var child in behavior.Children(node)) Node(child, inner);
        }

        private void Input(ActivityNode node, PortDescriptor port, IReadOnlyList<VariableDefinition> scope)
        {
            if (node.Input(port.JsonName) is not { } expression)
            {
                if (port.Required) Error(node.Id, $"{node} needs its input '{port.JsonName}' ({port.Type}), which is not given.");
                return;
            }
            var where = $"{node}, input '{port.JsonName}'";
            switch (expression.Type)
            {
                case "Variable":
                    var (id, name) = expression.Reference;
                    if (Find(scope, id, name) is not { } variable) Error(node.Id, $"{where} reads the variable '{name ?? id}', which is not declared.");
                    else if (!variable.Type.FitsInto(port.Type)) Error(node.Id,
                        $"{where} takes {port.Type}; the variable '{variable.Name}' holds {variable.Type}.");
                    else if (variable.Initial is null && !Offered.Contains(variable) && !_written.Contains(variable.Id) && !_written.Contains(variable.Name))
                        Error(node.Id, $"{where} reads the variable '{variable.Name}', which no activity gives a value.");
                    break;
                case "Input":
                    var wanted = expression.Reference.Name ?? expression.Reference.Id;
                    if (_inputs.FirstOrDefault(input => input.Name == wanted) is not { } given) Error(node.Id,
                        $"{where} reads the workflow's input '{wanted}', which is not declared.");
                    else if (!given.Type.FitsInto(port.Type)) Error(node.Id,
                        $"{where} takes {port.Type}; the workflow's input '{given.Name}' is {given.Type}.");
                    break;
                case "JavaScript":
                    if (Script.SyntaxProblem(expression.Value) is { } problem) Error(node.Id, $"{where}: {problem}");
                    break;
                case "Literal" or "Object":
                    Constant(node, port, expression, where);
                    break;
                default:
                    var spoken = string.Join(", ", ExpressionEvaluator.Languages);
                    Error(node.Id, $"{where} is written in {expression.Type}, which is not supported; use one of {spoken}.");
                    break;
            }
        }

        private void Constant(ActivityNode node, PortDescriptor port, Expression expression, string where)
        {
            try
            {
                var nothing = new ExpressionScope { Inputs = new Dictionary<string, JsonNode?>(), Variables = [], InstanceId = "" };
                var value = Coercion.To(new ExpressionEvaluator(new ScriptLimits()).Evaluate(expression, nothing, where), port.Type, where);
                if (port.Choices.Count > 0 && value is JsonValue text && !port.Choices.Contains(text.ToString(), StringComparer.OrdinalIgnoreCase))
                    Error(node.Id, $"{where} is '{text}'; it is one of {string.Join(", ", port.Choices)}.");
            }
            catch (ExpressionException error)
            {
                Error(node.Id, error.Message);
            }
        }

        private void Output(ActivityNode node, PortDescriptor port, IReadOnlyList<VariableDefinition> scope)
        {
            if (node.OutputVariable(port.JsonName) is not { } id) return;
            if (Find(scope, id, null) is not { } variable) Error(node.Id,
                $"{node}, output '{port.JsonName}' goes to the variable '{id}', which is not declared.");
            else if (!port.Type.FitsInto(variable.Type)) Error(node.Id,
                $"{node}, output '{port.JsonName}' gives {port.Type}; the variable '{variable.Name}' holds {variable.Type}.");
        }

        /// <summary>Inputs that a node of the runtime does not have would be dropped in silence.</summary>
        private void UnknownPlain(ActivityNode node, NodeBehavior behavior)
        {
            foreach (var (name, value) in node.Json)
            {
                if (value is not JsonObject wrapper || !wrapper.ContainsKey("expression") || Identity.Contains(name) || behavior.PlainProperties.Contains(name)
                    || behavior.Inputs.Any(port => port.JsonName == name)) continue;
                Warn(node.Id, $"{node} has no input '{name}'; what is written there is not used.");
            }
        }

        private void UnknownPorts(ActivityNode node, IReadOnlyList<PortDescriptor> inputs, IReadOnlyList<PortDescriptor> outputs)
        {
            foreach (var (name, value) in node.Json)
            {
                if (value is null || Identity.Contains(name) || inputs.Any(port => port.JsonName == name)
                    || outputs.Any(port => port.JsonName == name)) continue;
                var message = $"{node} has no input or output '{name}'; it has {string.Join(", ", inputs.Concat(outputs).Select(port => port.JsonName))}.";
                if (value is JsonObject wrapper && (wrapper.ContainsKey("expression") || wrapper.ContainsKey("memoryReference"))) Error(node.Id, message);
                else Warn(node.Id, message);
            }
        }

        private void Flowchart(ActivityNode chart)
        {
            var children = chart.Activities.GroupBy(child => child.Id).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
            foreach (var arrow in chart.Connections.Where(arrow => children.ContainsKey(arrow.Source)))
            {
                var source = children[arrow.Source];
                var outcomes = OutcomesOf(source);
                if (outcomes is null || outcomes.Contains(arrow.SourcePort)) continue;
                var ports = outcomes.Count == 0 ? "no port" : string.Join(", ", outcomes);
                Error(source.Id, $"{source} has an arrow leaving by '{arrow.SourcePort}'; it leaves by {ports}.");
            }
            var graph = new FlowGraph(chart);
            foreach (var child in children.Values.Where(child => graph.Start is not null && child.Id != graph.Start && !graph.Reaches(graph.Start, child.Id)))
                Warn(child.Id, $"{child} is not reached from {children[graph.Start!]}, where {chart} starts; it never runs.");
            Cycles(chart, children, graph);
        }

        /// <summary>A loop is fine when a node in it chooses among outcomes and one of them leads out; any other never ends.</summary>
        private void Cycles(ActivityNode chart, Dictionary<string, ActivityNode> children, FlowGraph graph)
        {
            for (var i = 0; i < graph.Connections.Count; i++)
            {
                if (!graph.IsBack(i)) continue;
                var (from, to) = (graph.Connections[i].Source, graph.Connections[i].Target);
                var loop = children.Keys.Where(id => (id == to || graph.Reaches(to, id)) && (id == from || graph.Reaches(id, from)))
                    .ToHashSet(StringComparer.Ordinal);
                if (loop.Any(id => OutcomesOf(children[id]) is { } outcomes
                    && outcomes.Any(port => graph.Leaving(id, port).All(arrow => !loop.Contains(graph.Connections[arrow].Target))))) continue;
                var circle = string.Join(", ", loop.Order(StringComparer.Ordinal));
                Error(to, $"{chart} runs in a circle through {circle} and nothing in it decides to leave; put a FlowDecision into it or remove an arrow.");
            }
        }

        private IReadOnlyList<string>? OutcomesOf(ActivityNode node) =>
            NodeBehaviors.Find(node.Type)?.Outcomes(node) ?? (catalog.TryDescribe(node.Type, out var descriptor) ? descriptor.Outcomes : null);

        private static VariableDefinition? Find(IReadOnlyList<VariableDefinition> scope, string? id, string? name) =>
            scope.FirstOrDefault(variable => id is not null && variable.Id == id)
                ?? scope.FirstOrDefault(variable => name is not null && variable.Name == name);

        private string Nearest(string type)
        {
            var known = catalog.Descriptors.Select(descriptor => descriptor.Type).Concat(NodeBehaviors.All.Select(behavior => behavior.Type)).ToList();
            var last = type[(type.LastIndexOf('.') + 1)..];
            return known.Find(candidate => candidate.EndsWith("." + last, StringComparison.OrdinalIgnoreCase)) is { } near
                ? $"did you mean {near}?"
                : $"there are {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
        }
    }
}
