using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Elsa;

/// <summary>Answers in the shapes Elsa Studio reads: lists, pages, and errors with their sentences under <c>errors</c>.</summary>
internal static class Answers
{
    private const string Json = "application/json; charset=utf-8";
    private const string Problem = "application/problem+json";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    public static IResult Of(JsonNode body, int status = 200) => Results.Content(body.ToJsonString(Plain), Json, null, status);

    /// <summary><c>{items, count}</c>.</summary>
    public static IResult List(IEnumerable<JsonNode?> items)
    {
        var array = new JsonArray([.. items]);
        return Of(new JsonObject { ["items"] = array, ["count"] = array.Count });
    }

    /// <summary><c>{items, totalCount}</c>.</summary>
    public static JsonObject Page(IEnumerable<JsonNode?> items, long total) => new() { ["items"] = new JsonArray([.. items]), ["totalCount"] = total };

    /// <summary>Several files as one archive.</summary>
    public static async Task<IResult> ArchiveAsync(string name, IEnumerable<(string Name, byte[] Content)> files, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var file in files)
                await using (var entry = await archive.CreateEntry(file.Name).OpenAsync(cancellationToken)) await entry.WriteAsync(file.Content, cancellationToken);
        return Results.File(buffer.ToArray(), "application/zip", name);
    }

    /// <summary>What is wrong, in sentences the Studio shows.</summary>
    public static IResult Error(int status, params IEnumerable<string> sentences)
    {
        var problem = new JsonObject();
        AddErrors(problem, status, sentences);
        return Results.Content(problem.ToJsonString(Plain), Problem, null, status);
    }

    /// <summary>Puts what the Studio shows of an error into a problem.</summary>
    public static void AddErrors(JsonObject problem, int status, params IEnumerable<string> sentences)
    {
        problem["statusCode"] = status;
        problem["message"] = "One or more errors occurred!";
        problem["errors"] = new JsonObject { ["generalErrors"] = new JsonArray([.. sentences.Select(sentence => JsonValue.Create(sentence))]) };
    }

    public static IResult NotFound(string what) => Error(404, $"There is no {what}.");

    /// <summary>A time as Elsa writes it.</summary>
    public static string Time(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Leaves out what has no value: Elsa writes no nulls.</summary>
    public static JsonObject Filled(JsonObject json)
    {
        foreach (var (name, value) in json.ToList())
            if (value is null) json.Remove(name);
        return json;
    }
}
