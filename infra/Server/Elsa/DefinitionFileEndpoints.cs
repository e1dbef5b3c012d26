using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Foldline.Sequences;
using Foldline.Server.Access;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Elsa;

/// <summary>Definitions as files: import and export.</summary>
internal static class DefinitionFileEndpoints
{
    private const int MostFiles = 100;
    private const int LongestFile = 4 << 20;
    private const int LongestArchive = 16 << 20;

    internal sealed record ExportRequest(string[]? Ids);

    public static void MapDefinitionFiles(this RouteGroupBuilder api)
    {
        api.MapMethods("/workflow-definitions/{id}/export", ["GET", "POST"], async (string id, string? versionOptions, bool? includeConsumingWorkflows, DefinitionCatalog catalog,
            CancellationToken cancellationToken) =>
        {
            if (await catalog.FindAsync(id, VersionOptions.Parse(versionOptions, VersionOptions.Latest), cancellationToken) is not { } version) return Answers.NotFound($"workflow '{id}'");
            var consumers = includeConsumingWorkflows == true ? await Consumers.OfAsync(catalog, id, cancellationToken) : [];
            return consumers.Count == 0 ? File(version) : await ArchiveAsync([version, .. consumers], cancellationToken);
        }).RequireAuthorization(Scopes.Read);
        api.MapPost("/bulk-actions/export/workflow-definitions", async (ExportRequest request, bool? includeConsumingWorkflows, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var versions = (await catalog.ListAsync(new DefinitionQuery { Versions = VersionOptions.AllVersions, Ids = request.Ids is { Length: > 0 } ids ? ids : [""] },
                cancellationToken)).Items.ToList();
            if (includeConsumingWorkflows == true)
                foreach (var version in versions.ToList()) versions.AddRange(await Consumers.OfAsync(catalog, version.DefinitionId, cancellationToken));
            return await ArchiveAsync(versions.DistinctBy(version => version.Id), cancellationToken);
        }).RequireAuthorization(Scopes.Read);

        var change = api.MapGroup("").RequireAuthorization(Scopes.Admin);
        foreach (var path in (string[])["/workflow-definitions/import", "/workflow-definitions/{id}/import"])
            change.MapMethods(path, ["POST", "PUT"], async (JsonObject body, string? id, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            {
                var model = WorkflowDefinition.From(body);
                if (id is not null) model = model.With(json => json["definitionId"] = id);
                var known = model.GivenDefinitionId is { } given && await catalog.FindAsync(given, VersionOptions.Latest, cancellationToken) is not null;
                var saved = await catalog.SaveAsync(model, cancellationToken);
                return Answers.Of(DefinitionView.Whole(saved, mayChange: true), known ? 200 : 201);
            });
        change.MapPost("/workflow-definitions/import-files", async (IFormFileCollection files, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var texts = new List<string>();
            foreach (var file in files)
            {
                await using var content = file.OpenReadStream();
                if (file.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) texts.AddRange(await ReadArchiveAsync(content, cancellationToken));
                else texts.Add(await ReadAsync(content, file.FileName, cancellationToken));
            }
            if (texts.Count > MostFiles) throw new InputException($"{texts.Count} definitions are more than the {MostFiles} that are taken at once.");
            // Everything is read before anything is saved.
            foreach (var model in texts.Select(WorkflowDefinition.Parse).ToList()) await catalog.SaveAsync(model, cancellationToken);
            return Answers.Of(new JsonObject { ["count"] = texts.Count });
        }).DisableAntiforgery();
    }

    private static Task<IResult> ArchiveAsync(IEnumerable<DefinitionVersion> versions, CancellationToken cancellationToken) =>
        Answers.ArchiveAsync("workflow-definitions.zip", versions.Select(version => (Name(version), Text(version))), cancellationToken);

    private static IResult File(DefinitionVersion version) =>
        Results.File(Text(version), "application/octet-stream", Name(version));

    private static byte[] Text(DefinitionVersion version) => Encoding.UTF8.GetBytes(WorkflowDefinition.From(DefinitionView.File(version)).Write());

    private static string Name(DefinitionVersion version)
    {
        var clean = string.Concat(version.DefinitionId.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-'));
        return $"{clean}-v{version.Version}.json";
    }

    private static async Task<List<string>> ReadArchiveAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            if (archive.Entries.Count > MostFiles) throw new InputException($"The archive holds {archive.Entries.Count} entries; {MostFiles} are the most.");
            var texts = new List<string>();
            // Names of entries are never used as paths, and what an entry says of its length is not believed.
            foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                await using (var stream = await entry.OpenAsync(cancellationToken)) texts.Add(await ReadAsync(stream, entry.Name, cancellationToken));
                if (texts.Sum(text => (long)text.Length) > LongestArchive) throw new InputException($"The archive is longer than {LongestArchive >> 20} MB unpacked.");
            }
            return texts;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or ArgumentOutOfRangeException)
        {
            throw new InputException($"The archive cannot be read: {damaged.Message}", damaged);
        }
    }

    private static async Task<string> ReadAsync(Stream content, string name, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestFile + 1];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read <= LongestFile ? Encoding.UTF8.GetString(buffer, 0, read) : throw new InputException($"{name} is longer than {LongestFile >> 20} MB.");
    }
}
