using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Waits until the next time a cron expression names, in UTC.</summary>
internal sealed class CronBehavior : NodeBehavior
{
    public override string Type => "Elsa.Cron";

    public override string Description => "Waits until the next time of a cron expression.";

    public override string Category => "Scheduling";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } =
        [Port("cronExpression", "String", "Five fields, or six with seconds first; UTC.", required: true)];

    public override IEnumerable<string> Problems(ActivityNode node)
    {
        if (node.Input("cronExpression") is not { Type: "Literal", Value: { } written }) yield break;
        if (CronTime.TryParse(written.ToString(), out var problem) is null) yield return $"has a cron expression that cannot be read: {problem}";
    }

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        var cron = CronTime.TryParse(machine.Input(frame, "cronExpression")?.ToString() ?? "", out var problem)
            ?? throw new ExpressionException($"{node}, input cronExpression cannot be read: {problem}");
        machine.WaitUntil(frame, cron.After(machine.Now) ?? throw new ExpressionException($"{node} names a time that never comes."));
    }
}
