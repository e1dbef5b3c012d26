using System.Globalization;
using System.Text;
using Foldline.Activities;
using Foldline.Activities.Features;
using Foldline.Activities.Prediction;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;
using Foldline.Workflows;

namespace Foldline.Server.Tests.Elsa;

public sealed class DocumentationTests
{
    private static readonly string Guide = Path.Combine(Repository.Root, "docs", "workflows.md");

    /// <summary>With FOLDLINE_WRITE_DOCS=1 it writes the tables instead.</summary>
    [Fact]
    public void The_guide_lists_the_activities_as_they_declare_themselves()
    {
        var text = File.ReadAllText(Guide);
        var (begin, end) = (text.IndexOf("-->\n", text.IndexOf("<!-- activities:", StringComparison.Ordinal), StringComparison.Ordinal) + 4,
            text.IndexOf("<!-- /activities -->", StringComparison.Ordinal));
        var wanted = Tables();
        if (Environment.GetEnvironmentVariable("FOLDLINE_WRITE_DOCS") == "1") File.WriteAllText(Guide, text[..begin] + wanted + text[end..]);
        else Ports(text[begin..end]).ShouldBe(Ports(wanted), "run this test once with FOLDLINE_WRITE_DOCS=1 and look at what it wrote into docs/workflows.md");
    }

    /// <summary>What must agree: headings, names, types and defaults; how a meaning is worded is free until the tables are written again.</summary>
    private static IReadOnlyList<string> Ports(string tables) => [.. tables.Split('\n').Where(line => line.StartsWith('#') || line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Split('|') is { Length: >= 5 } cells && cells[1].Contains('`') ? $"{cells[1]}|{(cells[2].Contains('`') ? cells[2] + "|" + cells[3] : "")}" : line)];

    private static string Tables()
    {
        var text = new StringBuilder("\n");
        foreach (var activity in new[] { ActivityDescriptor.Of<SearchAlignments>(), ActivityDescriptor.Of<BuildFeatures>(), ActivityDescriptor.Of<PredictStructures>(),
            ActivityDescriptor.Of<RankSamples>() })
        {
            var retry = activity.Retry;
            text.Append($"### `{activity.Type}`\n\n{activity.Description} Resource class {activity.Resource}; {retry.TransientAttempts} attempts on transient failures, the first wait ");
            text.Append($"{retry.FirstDelay.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s{(retry.Ladder.Count > 0 ? $"; ladder {string.Join(", ", retry.Ladder)}" : "")}.\n\n");
            text.Append("| port | type | default | meaning |\n|---|---|---|---|\n");
            foreach (var input in activity.Inputs) Row(text, "in", input);
            foreach (var output in activity.Outputs) Row(text, "out", output);
            text.Append('\n');
        }
        text.Append("### Nodes the runtime executes itself\n\n| type | meaning | inputs | leaves by |\n|---|---|---|---|\n");
        foreach (var node in NodeDescriptor.All)
        {
            var inputs = node.PlainProperties.Concat(node.Inputs.Select(input => input.JsonName)).Concat(node.EmbeddedPorts);
            text.Append($"| `{node.Type}` | {node.Description} | {string.Join(", ", inputs.Select(name => $"`{name}`"))} | {string.Join(", ", node.Outcomes)} |\n");
        }
        return text.Append('\n').ToString();
    }

    private static void Row(StringBuilder text, string side, PortDescriptor port) =>
        text.Append($"| {side} `{port.JsonName}` | `{port.Type}` | {(port.Required ? "must be given" : port.DefaultJson is { } value ? $"`{value}`" : "")} | "
            + $"{port.Description}{(port.Unit is { } unit ? $" Unit: {unit}." : "")} |\n");
}
