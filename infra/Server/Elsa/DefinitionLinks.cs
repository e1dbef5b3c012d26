using System.Text.Json.Nodes;

namespace Foldline.Server.Elsa;

/// <summary>The links by which Elsa Studio learns what a caller may do: without <c>publish</c> a definition is shown read-only, without <c>bulk-publish</c> the list is.</summary>
internal static class DefinitionLinks
{
    /// <summary>Of one definition.</summary>
    public static JsonArray Of(string definitionId, bool mayChange)
    {
        var at = $"/workflow-definitions/{Uri.EscapeDataString(definitionId)}";
        (string, string, string)[] see =
        [
            (at, "self", "GET"), ($"/workflow-definitions/by-definition-id/{Uri.EscapeDataString(definitionId)}", "self", "GET"), ($"{at}/versions", "versions", "GET"),
            ($"{at}/bulk-dispatch", "bulk-dispatch", "POST"), ($"{at}/dispatch", "dispatch", "POST"), ($"{at}/execute", "execute", "POST"),
            ($"{at}/export", "export", "POST"),
        ];
        (string, string, string)[] change =
        [
            ($"{at}/publish", "publish", "POST"), ($"{at}/retract", "retract", "POST"), (at, "delete", "DELETE"), ($"{at}/import", "import", "PUT"),
            ($"{at}/update-references", "update-references", "POST"),
        ];
        return Links(mayChange ? [.. see, .. change] : see);
    }

    /// <summary>Of the list.</summary>
    public static JsonArray OfList(bool mayChange)
    {
        const string At = "/workflow-definitions";
        (string, string, string)[] see =
        [
            (At, "self", "GET"), ($"{At}/validation/is-name-unique", "is-name-unique", "GET"), ($"{At}/query/count", "count", "GET"),
            ($"{At}/many-by-id", "many-by-id", "GET"),
        ];
        (string, string, string)[] change =
        [
            ("/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-definition-id", "POST"),
            ("/bulk-actions/delete/workflow-definitions/by-id", "bulk-delete-by-id", "POST"),
            ("/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST"),
            ("/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST"),
            ($"{At}/import", "import", "POST"), ($"{At}/import-files", "import-files", "POST"), (At, "create", "POST"),
        ];
        return Links(mayChange ? [.. see, .. change] : see);
    }

    private static JsonArray Links(IEnumerable<(string Href, string Rel, string Method)> links) =>
        new([.. links.Select(link => new JsonObject { ["href"] = link.Href, ["rel"] = link.Rel, ["method"] = link.Method })]);
}
