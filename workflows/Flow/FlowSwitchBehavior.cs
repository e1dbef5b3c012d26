using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Leaves by the port of the first case that holds, or of every case that does.</summary>
internal sealed class FlowSwitchBehavior : NodeBehavior
{
    private const string Otherwise = "Default";

    public override string Type => "Elsa.FlowSwitch";

    public override string Description => "Goes on by the case that holds, or by Default.";

    public override string Category => "Branching";

    public override string DisplayName => "Switch (flow)";

    public override IReadOnlyList<string> PlainProperties => ["cases"];

    public override IReadOnlyList<PortDescriptor> Inputs { get; } =
        [Port("mode", "String", "Whether the first case that holds counts, or all that hold.", false, "\"MatchFirst\"", "MatchFirst", "MatchAny")];

    public override IReadOnlyList<string>? Outcomes(ActivityNode node) => [.. Cases(node).Select(each => each.Label), Otherwise];

    public override IEnumerable<string> Problems(ActivityNode node)
    {
        foreach (var twice in Cases(node).GroupBy(each => each.Label).Where(group => group.Count() > 1)) yield return $"has two cases '{twice.Key}'.";
        foreach (var (label, condition) in Cases(node))
        {
            if (label.Length == 0) yield return "has a case without a label.";
            if (condition is null) continue;
            if (!ExpressionEvaluator.Languages.Contains(condition.Type))
                yield return $"has the case '{label}' in {condition.Type}, which is not supported; use one of {string.Join(", ", ExpressionEvaluator.Languages)}.";
            else if (condition.Type == "JavaScript" && Script.SyntaxProblem(condition.Value) is { } problem) yield return $"has the case '{label}': {problem}";
        }
    }

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        var all = machine.Input(frame, "mode")?.ToString() == "MatchAny";
        var matched = new List<string>();
        foreach (var (label, condition) in Cases(node.Node))
        {
            if (condition is null || !machine.Truth(frame, condition, $"{node}, case {label}")) continue;
            matched.Add(label);
            if (!all) break;
        }
        machine.Complete(frame, null, matched.Count > 0 ? matched : [Otherwise]);
    }

    private static IEnumerable<(string Label, Expression? Condition)> Cases(ActivityNode node) => node.Objects("cases").Select(json =>
        (json.Text("label") ?? "", json["condition"] is JsonObject condition && condition["value"] is { } value
            ? new Expression(condition.Text("type") ?? "Literal", value, null) : null));
}
