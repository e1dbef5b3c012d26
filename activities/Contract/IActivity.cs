using System.Text.Json.Nodes;

namespace Foldline.Activities;

/// <summary>
/// One step of a workflow. An activity is a thin translator: fetch the inputs, call one service, store the result. One instance serves all targets at once,
/// so it keeps no state of a target; it may be run again after any failure and must then give the same answer.
/// </summary>
public interface IActivity
{
    /// <summary>What is declared about it.</summary>
    ActivityDescriptor Descriptor { get; }

    /// <summary>Runs one attempt. Cancelling must stop it within seconds.</summary>
    /// <param name="inputs">Values by JSON name of the port.</param>
    /// <param name="context">What the runtime offers to this attempt.</param>
    /// <param name="cancellationToken">Cancelled when the run stops or the attempt's time is over.</param>
    Task<ActivityResult> ExecuteAsync(JsonObject inputs, IActivityContext context, CancellationToken cancellationToken);

    /// <summary>What the machine must have at hand for these inputs; by default nothing in particular.</summary>
    ActivityNeeds NeedsOf(JsonObject inputs) => ActivityNeeds.None;

    /// <summary>What an exception of this activity means.</summary>
    FailureVerdict Classify(Exception exception);
}
