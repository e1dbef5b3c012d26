using System.Globalization;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Waits until a point in time; one that has passed is not waited for.</summary>
internal sealed class StartAtBehavior : NodeBehavior
{
    public override string Type => "Elsa.StartAt";

    public override string Description => "Waits until a point in time.";

    public override string Category => "Scheduling";

    public override string DisplayName => "Start at";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } =
        [Port("dateTime", "DateTimeOffset", "The point in time, e.g. 2026-12-01T06:00:00Z; UTC where it names no zone.", required: true)];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        var text = machine.Input(frame, "dateTime")?.ToString();
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var due))
            throw new ExpressionException($"{node}, input dateTime takes a point in time, and '{text}' is none.");
        machine.WaitUntil(frame, due);
    }
}
