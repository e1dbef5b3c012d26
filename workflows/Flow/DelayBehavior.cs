using System.Globalization;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Waits for a span of time; the end of the wait is committed, so that a restart waits no longer.</summary>
internal sealed class DelayBehavior : NodeBehavior
{
    public override string Type => "Elsa.Delay";

    public override string Description => "Waits for a span of time.";

    public override string Category => "Scheduling";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } =
        [Port("timeSpan", "TimeSpan", "How long, as [days.]hours:minutes:seconds.", false, "\"00:01:00\"")];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        var span = TimeSpan.Parse(machine.Input(frame, "timeSpan")?.ToString() ?? "00:01:00", CultureInfo.InvariantCulture);
        if (span > TimeSpan.FromDays(3660)) throw new ExpressionException($"{node} would wait longer than ten years.");
        machine.WaitUntil(frame, machine.Now + span);
    }
}
