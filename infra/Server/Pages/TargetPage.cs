using System.Globalization;
using Foldline.Artifacts;
using Foldline.Server.Campaigns;
using Foldline.Server.Drawing;
using Foldline.Server.Hosting;
using Foldline.Server.TargetResults;
using Foldline.Workflows;
using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Pages;

/// <summary>One target: its structure coloured by pLDDT, the aligned error, scores and samples, depth of the alignments, what was done, and files to take away.</summary>
internal static class TargetPage
{
    public static async Task<IResult> ShowAsync(string id, string target, long? seed, int? sample, HttpContext context, ICampaigns campaigns, IArtifactStore artifacts, ServerOptions options,
        AssetFolder assets, CancellationToken cancellationToken)
    {
        var detail = await campaigns.TargetAsync(CampaignEndpoints.Ref(context, id), target, cancellationToken);
        var campaign = await campaigns.GetAsync(CampaignEndpoints.Ref(context, id), cancellationToken);
        var result = detail.Summary.Status == InstanceStatus.Succeeded && TargetArtifacts.Reference(detail.Outputs["Ranking"]) is not null
            ? await TargetResult.OpenAsync(artifacts, detail, options, cancellationToken) : null;
        var drawn = result is null ? null : Drawn(result, await result.AlignmentsAsync(cancellationToken), seed, sample);
        var hasViewer = assets.HasViewer && result is not null;
        return Shell.Page(context, target, "/", page => Write(page, context, campaign.Summary, detail, result, drawn, hasViewer, result?.Sample(seed, sample)),
            [.. result is null ? (string[])[] : ["report.js"], .. hasViewer ? (string[])["viewer.js"] : [], "target.js"]);
    }

    private static ReportTarget Drawn(TargetResult result, IReadOnlyList<(Foldline.Sequences.Entity Entity, Foldline.Activities.Search.ChainAlignments Alignments)> alignments, long? seed, int? sample)
    {
        var wanted = result.Sample(seed, sample);
        var depths = alignments.Select(each => (each.Entity, Depth: AlignmentDepth.Of(each.Entity, each.Alignments, ""))).Where(each => each.Depth.Rows > 0)
            .Select(each => new ReportCoverage($"chain {string.Join(", ", each.Entity.ChainIds)}", [.. each.Depth.Depth], each.Depth.Rows));
        // The section is drawn for the first sample of a ranking, so the wanted one goes there.
        return ReportTarget.Of(result.Ranking with { Samples = [wanted, .. result.Ranking.Samples.Where(each => each != wanted)] }, result.Provenance.WeightsLabel, [.. depths]);
    }

    private static void Write(Html page, HttpContext context, CampaignSummary campaign, TargetDetail detail, TargetResult? result, ReportTarget? drawn, bool hasViewer,
        Foldline.Ranking.Samples.RankedSample? shown)
    {
        var name = detail.Summary.Name;
        var api = $"/api/v1/campaigns/{campaign.Id}/targets/{Uri.EscapeDataString(name)}";
        var state = detail.Summary.Status.ToString().ToLowerInvariant();
        page.Raw($"<div id=\"target\" {Html.Attribute("data-api", api)} {Html.Attribute("data-state", state)}>\n<p class=\"crumbs\"><a href=\"/\">Campaigns</a> › ")
            .Element("a", campaign.Name, Html.Attribute("href", $"/campaigns/{campaign.Id}")).Raw("</p>\n<div class=\"head\"><h1>").Text(name).Raw("</h1>")
            .Element("span", state, $"class=\"pill {state}\" id=\"state\"").Raw("<div class=\"buttons\" id=\"buttons\"></div></div>\n");
        if (result?.Provenance.Warning is { Length: > 0 } warning) page.Raw("<p class=\"banner\" role=\"note\"><strong>").Text(warning).Raw("</strong></p>\n");
        if (detail.Summary.SharedWith is { } other) page.Raw("<p class=\"note\">The same as ").Element("a", other, Html.Attribute("href", Uri.EscapeDataString(other))).Raw("; it was computed once.</p>\n");
        if (detail.Summary.Failure is { } failure) Failure(page, failure);
        if (result is not null && drawn is not null && shown is not null) Result(page, name, api, result, drawn, hasViewer, shown);
        else if (detail.Summary.WaitsFor is { } wanting) page.Raw("<p class=\"banner\" role=\"status\" id=\"waits\">").Text(wanting).Raw("</p>\n");
        else if (detail.Summary.EndedAt is null) page.Raw("<p class=\"note\" id=\"waiting\">No structure yet. This page shows it when the target has ended.</p>\n");
        Attempts(page, detail);
        page.Raw("<section id=\"files\"><h2>Files</h2><div class=\"scroll\"></div></section>\n</div>\n");
    }

    private static void Result(Html page, string name, string api, TargetResult result, ReportTarget drawn, bool hasViewer, Foldline.Ranking.Samples.RankedSample shown)
    {
        var of = string.Create(CultureInfo.InvariantCulture, $"?seed={shown.Seed}&sample={shown.Sample}");
        TargetSection.WriteScores(page, drawn);
        page.Raw("<div class=\"pair\">\n<figure>");
        if (hasViewer)
            page.Raw($"<div id=\"viewer\" class=\"viewer\" {Html.Attribute("data-structure", api + "/structure" + of)} role=\"application\" {Html.Attribute("aria-label", $"Structure of {name} in Mol*")}></div><figcaption>Mol*: drag to turn, wheel to zoom, right button to move.");
        else TargetSection.WriteView(page, drawn, 0);
        TargetSection.WriteLegend(page);
        page.Raw("</figcaption></figure>\n");
        TargetSection.WriteError(page, drawn, 0);
        page.Raw("</div>\n");
        TargetSection.WritePlots(page, drawn);
        Samples(page, result, shown);
        TargetSection.WriteInterfaces(page, drawn);
        TargetSection.WriteData(page, drawn, 0);
    }

    private static void Samples(Html page, TargetResult result, Foldline.Ranking.Samples.RankedSample shown)
    {
        page.Raw("<section><h2>Samples</h2><div class=\"scroll tall\"><table><caption class=\"hidden\">Samples, best first</caption><thead><tr><th scope=\"col\" class=\"n\">Rank</th><th scope=\"col\">Sample</th><th scope=\"col\" class=\"n\">Ranking score</th><th scope=\"col\" class=\"n\">pTM</th><th scope=\"col\" class=\"n\">ipTM</th><th scope=\"col\" class=\"n\">pLDDT</th></tr></thead><tbody>\n");
        foreach (var sample in result.Ranking.Samples)
        {
            var current = sample.Seed == shown.Seed && sample.Sample == shown.Sample;
            page.Raw($"<tr{(current ? " class=\"current\"" : "")}>").Element("td", $"{sample.Rank}", "class=\"n\"").Raw("<td>");
            page.Element("a", $"seed {sample.Seed}, sample {sample.Sample}", $"{Html.Attribute("href", $"?seed={sample.Seed}&sample={sample.Sample}")}{(current ? " aria-current=\"true\"" : "")}");
            page.Raw("</td>").Element("td", Html.Number(sample.Scores.RankingScore, 3), "class=\"n\"").Element("td", Html.Number(sample.Scores.Ptm), "class=\"n\"")
                .Element("td", sample.Scores.Chains > 1 ? Html.Number(sample.Scores.Iptm) : "–", "class=\"n\"").Element("td", Html.Number(sample.Scores.Plddt, 1), "class=\"n\"").Raw("</tr>\n");
        }
        page.Raw("</tbody></table></div></section>\n");
    }

    private static void Failure(Html page, InstanceFailure failure)
    {
        page.Raw("<section class=\"failure\" aria-label=\"Failure\"><p>").Element("strong", $"{failure.Label}: ").Text(failure.Message).Raw("</p>\n");
        if (failure.Suggestion is { Length: > 0 } suggestion) page.Raw("<p><strong>What to do: </strong>").Text(suggestion).Raw("</p>\n");
        page.Element("p", $"{failure.Class.ToString().ToLowerInvariant()} · {failure.Attempts} {(failure.Attempts == 1 ? "attempt" : "attempts")}", "class=\"note\"");
        if (failure.LogTail is { Length: > 0 } log) page.Raw("<details><summary>Last lines of the log</summary>").Element("pre", log).Raw("</details>\n");
        page.Raw("</section>\n");
    }

    private static void Attempts(Html page, TargetDetail detail)
    {
        page.Raw("<section><h2>What was done</h2><div class=\"scroll\"><table><caption class=\"hidden\">Attempts, oldest first</caption><thead><tr><th scope=\"col\">Activity</th><th scope=\"col\" class=\"n\">Attempt</th><th scope=\"col\">Outcome</th><th scope=\"col\">Started</th><th scope=\"col\" class=\"n\">Took</th><th scope=\"col\" class=\"n\">Peak memory</th><th scope=\"col\">Worker</th><th scope=\"col\">Message</th></tr></thead><tbody>\n");
        var nodes = detail.Executions.ToDictionary(execution => execution.Frame);
        foreach (var attempt in detail.Attempts)
        {
            var outcome = attempt.Outcome?.ToString().ToLowerInvariant() ?? "running";
            page.Raw("<tr>").Element("td", nodes.GetValueOrDefault(attempt.Frame)?.ActivityId ?? "").Element("td", attempt.Rung > 0 ? $"{attempt.Number} (rung {attempt.Rung})" : $"{attempt.Number}", "class=\"n\"")
                .Raw("<td>").Element("span", outcome, $"class=\"pill {outcome}\"").Raw("</td><td>").Element("time", "", Html.Attribute("datetime", attempt.StartedAt.ToString("O", CultureInfo.InvariantCulture)))
                .Raw("</td>").Element("td", attempt.DurationMs is { } ms ? Time(ms) : "–", "class=\"n\"").Element("td", attempt.PeakMemory is { } bytes ? $"{bytes / 1e6:0} MB" : "–", "class=\"n\"")
                .Element("td", attempt.Owner).Element("td", attempt.Message ?? "", "class=\"wide\"").Raw("</tr>\n");
        }
        page.Raw("</tbody></table></div></section>\n");
    }

    private static string Time(double ms) => ms < 1000 ? $"{ms:0} ms" : ms < 60_000 ? (ms / 1000).ToString("0.0", CultureInfo.InvariantCulture) + " s" : $"{(int)(ms / 60_000)} min {(int)(ms / 1000) % 60} s";
}
