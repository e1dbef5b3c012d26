using Foldline.Activities;
using Foldline.Artifacts;

namespace Foldline.RunHost;

internal sealed record StepInput
{
    [Input("What to work on")] public required string Text { get; init; }
}

internal sealed record StepOutput
{
    [Output("What came of it")] public required string Result { get; init; }

    [Output("The same, stored", Kind = "Note")] public required ArtifactRef Note { get; init; }
}

/// <summary>Sleeps in small pieces, tells how far it is, stores its text.</summary>
internal abstract class Step(Journal journal, int milliseconds, bool crash) : Activity<StepInput, StepOutput>
{
    protected override async Task<StepOutput> ExecuteAsync(StepInput input, IActivityContext context, CancellationToken cancellationToken)
    {
        journal.Write($"start {context.InstanceId} {context.ActivityId}");
        if (crash && context.InstanceId == "victim" && context.ActivityId == "predict")
        {
            context.Report(new ActivityProgress("loading", 1, 2));
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        }
        var text = context.ActivityId == "search"
            ? await context.OnceAsync(UnitKey.Of("test-search", input.Text), input.Text, token => SearchAsync(input.Text, context, token), cancellationToken)
            : await WorkAsync(input.Text, context, cancellationToken);
        return new StepOutput { Result = text, Note = await context.Artifacts.PutTextAsync($"{context.InstanceId} {context.ActivityId} {text}", "text/plain",
            cancellationToken) };
    }

    private async Task<string> SearchAsync(string text, IActivityContext context, CancellationToken cancellationToken)
    {
        journal.Write($"unit {text}");
        return await WorkAsync(text, context, cancellationToken);
    }

    private async Task<string> WorkAsync(string text, IActivityContext context, CancellationToken cancellationToken)
    {
        var begun = context.Time.GetTimestamp();
        for (var elapsed = TimeSpan.Zero; elapsed.TotalMilliseconds < milliseconds; elapsed = context.Time.GetElapsedTime(begun))
        {
            context.Report(new ActivityProgress("working", (long)elapsed.TotalMicroseconds, milliseconds * 1000L));
            await Task.Delay(1, cancellationToken);
        }
        return $"{text}>{context.ActivityId}";
    }
}

[Activity("Test.Search", "Searches.", Resource = ResourceClass.Search)]
internal sealed class SearchStep(Journal journal, int milliseconds, bool crash) : Step(journal, milliseconds, crash);

[Activity("Test.Model", "Predicts.", Resource = ResourceClass.Model)]
internal sealed class ModelStep(Journal journal, int milliseconds, bool crash) : Step(journal, milliseconds, crash);

[Activity("Test.Light", "Ranks.", Resource = ResourceClass.Light)]
internal sealed class LightStep(Journal journal, int milliseconds, bool crash) : Step(journal, milliseconds, crash);
