using System.Text.Json;
using System.Text.Json.Nodes;

namespace Foldline.Activities;

/// <summary>
/// Base of activities with typed ports: <typeparamref name="TInput"/> and <typeparamref name="TOutput"/> are records whose properties carry
/// <see cref="InputAttribute"/> and <see cref="OutputAttribute"/>.
/// </summary>
/// <typeparam name="TInput">Record of inputs.</typeparam>
/// <typeparam name="TOutput">Record of outputs.</typeparam>
public abstract class Activity<TInput, TOutput> : IActivity
{
    /// <summary>Reads the declarations of the derived class.</summary>
    protected Activity() => Descriptor = ActivityDescriptor.Of(GetType());

    /// <inheritdoc/>
    public ActivityDescriptor Descriptor { get; }

    /// <summary>Runs one attempt.</summary>
    protected abstract Task<TOutput> ExecuteAsync(TInput input, IActivityContext context, CancellationToken cancellationToken);

    /// <summary>The way a result leaves the activity; <c>Done</c> unless the activity declares more outcomes.</summary>
    protected virtual string OutcomeOf(TOutput output) => ActivityResult.Done;

    /// <inheritdoc/>
    public virtual ActivityNeeds NeedsOf(JsonObject inputs) => ActivityNeeds.None;

    /// <inheritdoc/>
    public virtual FailureVerdict Classify(Exception exception) => FailureClassifier.Classify(exception);

    /// <inheritdoc/>
    public async Task<ActivityResult> ExecuteAsync(JsonObject inputs, IActivityContext context, CancellationToken cancellationToken)
    {
        var output = await ExecuteAsync(Read(inputs), context, cancellationToken);
        return new ActivityResult(JsonSerializer.SerializeToNode(output, ActivityJson.Options)!.AsObject(), OutcomeOf(output));
    }

    private TInput Read(JsonObject inputs)
    {
        try
        {
            return inputs.Deserialize<TInput>(ActivityJson.Options)!;
        }
        catch (JsonException error)
        {
            throw new ActivityFailedException(FailureClass.Deterministic, $"{Descriptor.Type} cannot read its input at {error.Path}: {error.Message}",
                "Correct the value in the workflow definition or the run's inputs.", error);
        }
    }
}
