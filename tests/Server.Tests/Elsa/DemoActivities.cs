using Foldline.Activities;

namespace Foldline.Server.Tests.Elsa;

/// <summary>The activities the recorded definitions use.</summary>
[Activity("Demo.EncodeFile", "Encodes a file.", Category = "Media", Outcomes = ["Done", "Failed"])]
[Retry(FirstDelaySeconds = 0.02, DelayGrowth = 1)]
internal sealed class EncodeFile : Activity<EncodeFile.Input, EncodeFile.Output>
{
    protected override Task<Output> ExecuteAsync(Input input, IActivityContext context, CancellationToken cancellationToken)
    {
        if (input.Source is not { Length: > 0 } source) throw new ActivityFailedException(FailureClass.Deterministic, "Source is required.");
        if (context.Attempt <= input.FailTimes) throw new ActivityFailedException(FailureClass.Transient, "disk busy");
        var result = $"{source}.{input.Codec}";
        return Task.FromResult(new Output { Size = result.Length, Result = result });
    }

    internal sealed record Input
    {
        [Input("Path of the source file.")] public string? Source { get; init; }
        [Input("The codec.", Choices = ["h264", "hevc", "av1"])] public string Codec { get; init; } = "h264";
        [Input("Flags.")] public IReadOnlyList<string> Flags { get; init; } = [];
        [Input("Settings.", Kind = "Object")] public string? Settings { get; init; }
        [Input("Fail this many times before success.")] public int FailTimes { get; init; }
    }

    internal sealed record Output
    {
        [Output("Size.", Unit = "bytes")] public long Size { get; init; }
        [Output("The file.")] public string Result { get; init; } = "";
    }
}

[Activity("Bench.Step", "A step.", Category = "Bench")]
internal sealed class BenchStep : Activity<BenchStep.Input, BenchStep.Output>
{
    protected override Task<Output> ExecuteAsync(Input input, IActivityContext context, CancellationToken cancellationToken) => Task.FromResult(new Output { Result = input.Text });

    internal sealed record Input
    {
        [Input("Text.")] public string Text { get; init; } = "";
        [Input("Whether it is the last.")] public bool Last { get; init; }
    }

    internal sealed record Output
    {
        [Output("Text.")] public string Result { get; init; } = "";
    }
}
