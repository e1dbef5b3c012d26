using System.CommandLine;
using System.Text.Json;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Cli.Reports;
using Foldline.Cli.Results;
using Foldline.Cli.Running;
using Foldline.Cli.Terminal;
using Foldline.Persistence;
using Foldline.Ranking.Output;
using Foldline.Sequences;
using Foldline.Server.Drawing;
using Foldline.Structures.Output;
using Foldline.Workflows;

namespace Foldline.Cli.Campaigns;

/// <summary><c>foldline campaign report</c>: the results of a campaign as <c>foldline run</c> leaves them: tables, a page, and every target's files.</summary>
internal static class CampaignReport
{
    /// <summary>The command, ready to be added to its parent.</summary>
    public static Command Create(Screen screen, TimeProvider time, StateOptions state)
    {
        var id = CampaignCommand.Id();
        var output = new Option<string>("--out", "-o") { Description = "The folder that receives the results.", HelpName = "DIR", Required = true };
        var tables = new Option<bool>("--tables-only") { Description = "Write no structures, only tables and the page." };
        var command = new Command("report", "Writes ranking.csv, interfaces.csv, failures.csv, report.html and every finished target's files.") { id, output, tables };
        command.SetAction((line, cancellationToken) => CampaignCommand.WithAsync(state, line, time, (campaigns, store) => WriteAsync(screen, time, campaigns,
            state.OpenArtifacts(line, time), new CampaignRef(line.GetValue(id)!), Path.GetFullPath(line.GetValue(output)!), line.GetValue(tables), cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(Screen screen, TimeProvider time, CampaignStore campaigns, IArtifactStore artifacts, CampaignRef campaign, string output,
        bool tablesOnly, CancellationToken cancellationToken)
    {
        var detail = await campaigns.GetAsync(campaign, cancellationToken);
        var folder = RunFolder.Open(output, resume: true, "", time);
        var provenance = await ProvenanceAsync(campaigns, campaign, cancellationToken);
        var publisher = new ResultPublisher(artifacts, folder, provenance, new RunSettings { Inputs = [], OutputFolder = output, DataFolder = output, TemporaryFolder = output });
        var rows = new List<RankingRow>();
        var finished = new Dictionary<string, InstanceResult>(StringComparer.Ordinal);
        await foreach (var result in campaigns.ResultsAsync(campaign, cancellationToken))
        {
            if (result.Status != InstanceStatus.Succeeded) continue;
            rows.Add((await publisher.RowAsync(result, cancellationToken)) with { Target = result.Name });
            finished[result.Name] = result;
            if (tablesOnly) continue;
            if ((await campaigns.TargetAsync(campaign, result.Name, cancellationToken)).Summary.SharedWith is { } first) screen.Say($"{result.Name} shares the result of {first}; its files are in {first}/.");
            else await publisher.PublishAsync(await TargetAsync(campaigns, artifacts, campaign, result.Name, cancellationToken), result, cancellationToken);
        }
        var failures = new List<TargetFailure>();
        await foreach (var row in campaigns.FailuresAsync(campaign, cancellationToken)) failures.Add(CampaignCommand.Row(row));
        var sorted = RankingRow.Sort(rows);
        folder.Write("ranking.csv", RankingTable.Format(sorted));
        folder.Write("interfaces.csv", InterfaceTable.Format(sorted));
        folder.Write("failures.csv", FailureTable.Format(failures));
        var sections = new List<ReportTarget>();
        foreach (var row in sorted.Take(HtmlReport.MostSections))
            sections.Add(await publisher.SectionAsync(await TargetAsync(campaigns, artifacts, campaign, row.Target, cancellationToken), finished[row.Target], cancellationToken));
        HtmlReport.WriteFile(Path.Combine(folder.Path, "report.html"), new RunReport
        {
            Title = detail.Summary.Name, Version = provenance.Version, Network = provenance.Network, Device = "campaign workers", WeightsLabel = provenance.WeightsLabel,
            Warning = provenance.Warning, Started = detail.Summary.CreatedAt, Finished = detail.Summary.EndedAt ?? time.GetUtcNow(), Targets = [.. sections],
            Failures = [.. failures.Select(failure => new ReportFailure(failure.Target, failure.Stage, failure.Class, failure.Attempts, failure.Message, failure.Suggestion))],
        });
        RankingScreen.Print(screen, new RunTables(sorted, failures), folder.Path, provenance.Warning);
        return failures.Count > 0 ? ExitCode.SomeFailed : ExitCode.Success;
    }

    private static async Task<Target> TargetAsync(CampaignStore campaigns, IArtifactStore artifacts, CampaignRef campaign, string name, CancellationToken cancellationToken)
    {
        var target = await campaigns.TargetAsync(campaign, name, cancellationToken);
        var stored = target.Inputs["Target"]?.Deserialize<ArtifactRef>(ActivityJson.Options)
            ?? throw new InputException($"{name}: the workflow has no input 'Target'; a report needs one.");
        return (await artifacts.ReadJsonAsync<Target>(stored, ActivityJson.Options, cancellationToken)) with { Name = name };
    }

    /// <summary>What the predictions of the campaign say about the weights that made them.</summary>
    private static async Task<ModelProvenance> ProvenanceAsync(CampaignStore campaigns, CampaignRef campaign, CancellationToken cancellationToken)
    {
        var first = (await campaigns.TargetsAsync(campaign, new TargetQuery { States = [InstanceStatus.Succeeded], Take = 1 }, cancellationToken)).Items.FirstOrDefault();
        var outputs = first is null ? null : (await campaigns.TargetAsync(campaign, first.Name, cancellationToken)).Executions
            .LastOrDefault(execution => execution.ActivityType == "Foldline.Predict" && execution.OutputsJson is not null)?.OutputsJson;
        var told = outputs is null ? null : System.Text.Json.Nodes.JsonNode.Parse(outputs);
        string Text(string name) => told?[name]?.ToString() ?? "";
        // Results of workers that did not say which weights they had count as untrained: nobody shall take them for predictions.
        return new ModelProvenance
        {
            Version = ProductVersion.Text, Network = Text("model"), WeightsHash = Text("weightsHash"),
            WeightsLabel = told?["weightsLabel"] is null ? "untrained" : Text("weightsLabel"),
        };
    }
}
