using Foldline.Activities;
using Foldline.Artifacts;

namespace Foldline.Workflows.Tests;

internal sealed record WorkInput
{
    [Input("Text")] public string Text { get; init; } = "";
    [Input("A number", Unit = "rows")] public int Number { get; init; } = 7;
    [Input("A choice", Choices = ["a", "b"])] public string Choice { get; init; } = "a";
    [Input("Alignments", Kind = "Alignments")] public ArtifactRef? Alignments { get; init; }
    [Input("Some", Kind = "Features")] public ArtifactRef? Features { get; init; }
    [Input("Many")] public IReadOnlyList<string> Many { get; init; } = [];
}

internal sealed record WorkOutput
{
    [Output("Text")] public string Result { get; init; } = "";
    [Output("Alignments", Kind = "Alignments")] public ArtifactRef? MadeAlignments { get; init; }
    [Output("Features", Kind = "Features")] public ArtifactRef? MadeFeatures { get; init; }
}

/// <summary>An activity whose body is the test's.</summary>
internal abstract class Work(Func<WorkInput, IActivityContext, CancellationToken, Task<WorkOutput>>? body) : Activity<WorkInput, WorkOutput>
{
    protected override Task<WorkOutput> ExecuteAsync(WorkInput input, IActivityContext context, CancellationToken cancellationToken) =>
        body is null ? Task.FromResult(new WorkOutput { Result = input.Text }) : body(input, context, cancellationToken);
}

[Activity("Test.Search", "Searches.", Resource = ResourceClass.Search)]
[Retry(TransientAttempts = 3, FirstDelaySeconds = 10, DelayGrowth = 6, LongestDelaySeconds = 100)]
internal sealed class SearchWork(Func<WorkInput, IActivityContext, CancellationToken, Task<WorkOutput>>? body = null) : Work(body);

[Activity("Test.Model", "Predicts.", Resource = ResourceClass.Model)]
[Retry(FirstDelaySeconds = 1, Ladder = ["chunks", "bf16"])]
internal sealed class ModelWork(Func<WorkInput, IActivityContext, CancellationToken, Task<WorkOutput>>? body = null) : Work(body);

[Activity("Test.Light", "Ranks.")]
internal sealed class LightWork(Func<WorkInput, IActivityContext, CancellationToken, Task<WorkOutput>>? body = null) : Work(body);

[Activity("Test.Choose", "Chooses.", Outcomes = ["Yes", "No"])]
internal sealed class ChooseWork : Activity<WorkInput, WorkOutput>
{
    protected override Task<WorkOutput> ExecuteAsync(WorkInput input, IActivityContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new WorkOutput { Result = input.Text });

    protected override string OutcomeOf(WorkOutput output) => output.Result == "yes" ? "Yes" : "No";
}
