using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Sequences;
using Foldline.Server.Errors;
using Foldline.Workflows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Foldline.Server.Campaigns;

/// <summary>A request that carries targets, as JSON or as a multipart form with files.</summary>
/// <param name="Request">The JSON part.</param>
/// <param name="Files">The files' texts.</param>
internal sealed record Submission<T>(T Request, IReadOnlyList<(string Name, string Text)> Files)
{
    private const int MostFiles = 1000;

    public static async Task<Submission<T>> ReadAsync(HttpContext context, JsonSerializerOptions json, CancellationToken cancellationToken, string name = "campaign")
    {
        if (!context.Request.HasFormContentType)
        {
            if (!context.Request.HasJsonContentType()) throw new ApiException(415, "Send application/json, or multipart/form-data with files.");
            var request = await context.Request.ReadFromJsonAsync<T>(json, cancellationToken);
            return new Submission<T>(request ?? throw new InputException("The body is empty."), []);
        }
        var most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? 64L << 20;
        var form = await FormAsync(context.Request, most, cancellationToken);
        var text = form[name].ToString();
        if (text.Length == 0 && form.Files[name] is { } part)
        {
            await using var stream = part.OpenReadStream();
            text = await TargetIntake.TextAsync(name, stream, cancellationToken);
        }
        var given = JsonSerializer.Deserialize<T>(text.Length == 0 ? "{}" : text, json) ?? throw new InputException($"The part '{name}' is JSON null.");
        var files = new List<(string, string)>();
        foreach (var file in form.Files.Where(file => file.Name != name))
        {
            if (files.Count >= MostFiles) throw new InputException($"More than {MostFiles} files in one request; join them.");
            await using var stream = file.OpenReadStream();
            // The name is for messages only; no file of that name is ever made.
            var called = TargetName.Sanitise(Path.GetFileName(file.FileName.Replace('\\', '/'))) is { Length: > 0 } safe ? safe : $"file {files.Count + 1}";
            files.Add((called, await TargetIntake.TextAsync(called, stream, cancellationToken)));
        }
        return new Submission<T>(given, files);
    }

    private static async Task<IFormCollection> FormAsync(HttpRequest request, long most, CancellationToken cancellationToken)
    {
        try
        {
            return await new FormFeature(request, new FormOptions
            {
                MultipartBodyLengthLimit = most, ValueCountLimit = MostFiles, ValueLengthLimit = 16 << 20, MemoryBufferThreshold = 1 << 20, BufferBodyLengthLimit = most,
            }).ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException fault)
        {
            throw new InputException($"The form is not in order: {fault.Message}", fault);
        }
    }
}
