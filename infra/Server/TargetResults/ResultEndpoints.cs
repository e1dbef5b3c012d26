using System.Text;
using Foldline.Artifacts;
using Foldline.Ranking.Output;
using Foldline.Server.Access;
using Foldline.Server.Api;
using Foldline.Server.Campaigns;
using Foldline.Server.Drawing;
using Foldline.Server.Errors;
using Foldline.Server.Hosting;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Foldline.Server.TargetResults;

/// <summary>Structures, confidences and alignments of a target, and the tables of a campaign.</summary>
internal static class ResultEndpoints
{
    public static void MapResults(this RouteGroupBuilder api)
    {
        var target = api.MapGroup("/campaigns/{id}/targets/{target}").WithTags("Results").RequireAuthorization(Scopes.Read);
        target.MapGet("/ranking", async (string id, string target, HttpContext context, ResultDesk results, CancellationToken cancellationToken) =>
        {
            var result = await results.OpenAsync(CampaignEndpoints.Ref(context, id), target, cancellationToken);
            return new RankingAnswer(target, result.Provenance.Network, result.Provenance.Warning is { Length: > 0 } warning ? warning : null,
                [.. result.Ranking.Samples.Select(SampleAnswer.Of)]);
        }).WithSummary("All samples, best first");

        Sample("/structure", "The model as mmCIF; the best, or a sample by seed and number", "chemical/x-mmcif", ".cif", (result, sample) => result.Structure(sample));
        Sample("/confidences", "Full confidences (pLDDT per atom, PAE) in AlphaFold 3's form", "application/json", "_confidences.json", (_, sample) => TargetResult.Confidences(sample));
        Sample("/summary", "Scores in AlphaFold 3's form", "application/json", "_summary_confidences.json", (result, sample) => result.Summary(sample));
        Sample("/view", "What the page draws: pLDDT per token and the PAE as an image", "application/json", "_view.json", (result, sample) => Encoding.UTF8.GetBytes(TargetSection.Data(ReportTarget.Of(result.Ranking with { Samples = [sample] }, result.Provenance.WeightsLabel))));

        target.MapGet("/alignments", AlignmentsAsync).WithSummary("Depth of the alignments, entity by entity");
        target.MapGet("/alignments/{entity:int}", AlignmentAsync).WithSummary("One alignment as A3M; ?paired=true for the rows that may be paired");

        var campaign = api.MapGroup("/campaigns/{id}").WithTags("Results").RequireAuthorization(Scopes.Read);
        campaign.MapGet("/failures", FailuresAsync).WithSummary("Every target without a result, with class, attempts, log tail and suggestion; ?format=csv for a table");
        campaign.MapGet("/ranking", RankingAsync).WithSummary("Every target with structures, best first; ?format=csv for a table");

        campaign.MapGet("/report", ReportAsync).WithSummary("The campaign in one answer: how it stands, its best targets, its failures");

        void Sample(string address, string summary, string type, string ending, Func<TargetResult, Foldline.Ranking.Samples.RankedSample, byte[]> write) =>
            target.MapMethods(address, [HttpMethods.Get, HttpMethods.Head], async (string id, string target, long? seed, int? sample, HttpContext context, ResultDesk results,
                CancellationToken cancellationToken) =>
            {
                var result = await results.OpenAsync(CampaignEndpoints.Ref(context, id), target, cancellationToken);
                var wanted = result.Sample(seed, sample);
                context.Response.Headers.CacheControl = "private, no-cache";
                var name = Foldline.Sequences.TargetName.Sanitise(wanted.Rank == 1 ? target : $"{target}_{wanted.Folder}");
                return Results.Bytes(write(result, wanted), type, name + (ending == ".cif" ? "_model.cif" : ending), enableRangeProcessing: true,
                    entityTag: new EntityTagHeaderValue($"\"{result.Identity[..16]}-{wanted.Folder}-{Name(address)}\""));
            }).WithSummary(summary).Produces(200, contentType: type).Produces(206).Produces(304);
    }

    private static string Name(string address) => address.Trim('/');

    private static async Task<Listing<AlignmentAnswer>> AlignmentsAsync(string id, string target, HttpContext context, ResultDesk results, CancellationToken cancellationToken)
    {
        var result = await results.OpenAsync(CampaignEndpoints.Ref(context, id), target, cancellationToken);
        var alignments = await result.AlignmentsAsync(cancellationToken);
        return new Listing<AlignmentAnswer>([.. alignments.Select((each, index) => AlignmentDepth.Of(each.Entity, each.Alignments, $"{context.Request.Path}/{index}"))]);
    }

    private static async Task<IResult> AlignmentAsync(string id, string target, int entity, bool? paired, HttpContext context, ResultDesk results, CancellationToken cancellationToken)
    {
        var result = await results.OpenAsync(CampaignEndpoints.Ref(context, id), target, cancellationToken);
        var alignments = await result.AlignmentsAsync(cancellationToken);
        if (entity < 0 || entity >= alignments.Count) throw ApiException.NotFound("entity of this target");
        var found = alignments[entity].Alignments;
        var name = Foldline.Sequences.TargetName.Sanitise(target);
        return Results.Bytes(Encoding.UTF8.GetBytes(paired == true ? found.Paired : found.Unpaired), "text/plain; charset=utf-8",
            $"{name}_{entity}{(paired == true ? "_paired" : "")}.a3m", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{result.Identity[..16]}-{entity}-{paired == true}\""));
    }

    private static async Task<IResult> FailuresAsync(string id, string? format, HttpContext context, ICampaigns campaigns, CancellationToken cancellationToken)
    {
        var campaign = CampaignEndpoints.Ref(context, id);
        await campaigns.GetAsync(campaign, cancellationToken);
        if (!IsCsv(format))
        {
            var rows = new List<FailureLine>();
            await foreach (var row in campaigns.FailuresAsync(campaign, cancellationToken)) rows.Add(FailureLine.Of(row));
            return Results.Ok(new Listing<FailureLine>(rows));
        }
        context.Response.Headers.ContentDisposition = "attachment; filename=\"failures.csv\"";
        return Results.Stream(async stream =>
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            await writer.WriteAsync(CsvText.Row("target", "state", "stage", "class", "attempts", "message", "suggestion", "log_tail"));
            await foreach (var row in campaigns.FailuresAsync(campaign, cancellationToken))
                await writer.WriteAsync(CsvText.Row([.. FailureLine.Of(row).Cells().Select(Safe)]));
        }, "text/csv; charset=utf-8");
    }

    private static async Task<IResult> RankingAsync(string id, string? format, int? take, HttpContext context, ResultDesk results, CancellationToken cancellationToken)
    {
        var lines = await results.RankingAsync(CampaignEndpoints.Ref(context, id), cancellationToken);
        if (!IsCsv(format)) return Results.Ok(new Listing<RankingLine>([.. lines.Take(CampaignEndpoints.Take(take, 1000, 200_000))]));
        context.Response.Headers.ContentDisposition = "attachment; filename=\"ranking.csv\"";
        return Results.Stream(async stream =>
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            await writer.WriteAsync(CsvText.Row("rank", "target", "ranking_score", "seed", "sample", "samples"));
            foreach (var line in lines)
                await writer.WriteAsync(CsvText.Row($"{line.Rank}", Safe(line.Target), line.RankingScore is { } score ? CsvText.Number(score) : "", $"{line.Seed}", $"{line.Sample}", $"{line.Samples}"));
        }, "text/csv; charset=utf-8");
    }

    private static async Task<ReportAnswer> ReportAsync(string id, HttpContext context, ICampaigns campaigns, ResultDesk results, TimeProvider time, CancellationToken cancellationToken)
    {
        var campaign = CampaignEndpoints.Ref(context, id);
        var detail = await campaigns.GetAsync(campaign, cancellationToken);
        var failures = new List<FailureLine>();
        await foreach (var row in campaigns.FailuresAsync(campaign, cancellationToken))
        {
            if (failures.Count == ReportAnswer.Most) break;
            failures.Add(FailureLine.Of(row));
        }
        return new ReportAnswer(time.GetUtcNow(), CampaignAnswer.Of(detail), [.. (await results.RankingAsync(campaign, cancellationToken)).Take(ReportAnswer.Most)], failures);
    }

    private static bool IsCsv(string? format) => format switch
    {
        null or "" or "json" => false,
        "csv" => true,
        _ => throw new Foldline.Sequences.InputException("format is json or csv."),
    };

    // A cell that begins like a formula would be run by a spreadsheet.
    private static string Safe(string cell) => cell is ['=' or '+' or '-' or '@' or '\t', ..] ? "'" + cell : cell;
}
