using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Foldline.Persistence.Access;
using Foldline.Server.Access;
using Foldline.Server.Errors;
using Foldline.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Foldline.Server.Api;

/// <summary>
/// Idempotency-Key: within a day, the same key with the same request gets the first answer again, with another request 422, while the first is being worked on 409.
/// Keys are the project's, so nobody can meet another's.
/// </summary>
internal sealed class Idempotency(RequestDelegate next, AnswerStore answers, ServerOptions options, TimeProvider time)
{
    private const int MostInMemory = 1 << 20;
    private const int LongestKey = 100;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers["Idempotency-Key"] is not [{ Length: > 0 } key] || context.GetEndpoint()?.Metadata.GetMetadata<IdempotentAttribute>() is null)
        {
            await next(context);
            return;
        }
        if (key.Length > LongestKey || key.Any(letter => letter is < '!' or > '~'))
            throw new ApiException(400, $"Idempotency-Key has 1 to {LongestKey} printable characters without blanks.");
        var project = context.Caller().Project;
        var folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "tmp")).FullName;
        var most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? options.LargestBody;
        await using var body = new FileBufferingReadStream(context.Request.Body, MostInMemory, most, folder);
        context.Request.Body = body;
        var fingerprint = await FingerprintAsync(context.Request, body, context.RequestAborted);
        if (await answers.ClaimAsync(project, key, fingerprint, time.GetUtcNow(), context.RequestAborted) is { } kept)
        {
            await RepeatAsync(context, kept, fingerprint);
            return;
        }
        await WorkAsync(context, project, key);
    }

    private async Task WorkAsync(HttpContext context, string project, string key)
    {
        var (outer, answer, kept) = (context.Response.Body, new MemoryStream(), false);
        context.Response.Body = answer;
        try
        {
            await next(context);
            if (context.Response.StatusCode is >= 200 and < 300)
            {
                await answers.KeepAsync(project, key, context.Response.StatusCode, context.Response.Headers.Location, Encoding.UTF8.GetString(answer.ToArray()), CancellationToken.None);
                kept = true;
            }
        }
        finally
        {
            context.Response.Body = outer;
            // What failed may be tried again under the same key.
            if (!kept) await answers.ReleaseAsync(project, key, CancellationToken.None);
        }
        answer.Position = 0;
        await answer.CopyToAsync(outer, context.RequestAborted);
    }

    private static async Task RepeatAsync(HttpContext context, KeptAnswer kept, string fingerprint)
    {
        if (kept.Fingerprint != fingerprint) throw new ApiException(422, "This Idempotency-Key was used with another request. Use a new key for a new request.");
        if (kept.Status is not { } status) throw new ApiException(409, "The first request with this Idempotency-Key is still being worked on. Ask again in a moment.");
        context.Response.StatusCode = status;
        if (kept.Location is { } location) context.Response.Headers.Location = location;
        context.Response.Headers["Idempotent-Replayed"] = "true";
        if (kept.Body is not { Length: > 0 } text) return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static async Task<string> FingerprintAsync(HttpRequest request, Stream body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // A multipart body's boundary is new each time it is sent, so it stands for a line break wherever it occurs.
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n{request.ContentType?.Split(';')[0]}\n"));
        var boundary = request.HasFormContentType ? Boundary(request.ContentType!) : null;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            if (boundary is null)
            {
                for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0;) hash.AppendData(buffer, 0, count);
            }
            else
            {
                using var reader = new StreamReader(body, Encoding.Latin1, false, 1 << 16, leaveOpen: true);
                while (await reader.ReadLineAsync(cancellationToken) is { } line) hash.AppendData(Encoding.Latin1.GetBytes(line.Replace(boundary, "", StringComparison.Ordinal) + "\n"));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string? Boundary(string contentType)
    {
        var at = contentType.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : contentType[(at + "boundary=".Length)..].Split(';')[0].Trim().Trim('"') is { Length: > 0 } boundary ? boundary : null;
    }
}
