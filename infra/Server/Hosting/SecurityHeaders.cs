using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Hosting;

/// <summary>What every answer tells a browser: take nothing from elsewhere, run nothing inline, be framed by nobody.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Pages = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // Mol* draws with WebGL, makes functions from text of its own, reads what it has loaded through blob: addresses and styles its panels from script.
    private const string Viewer = "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self' blob: data:; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // Elsa Studio is Blazor: WebAssembly, styles set from script, and workers of its editor made from blobs.
    private const string Designer = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data:; worker-src 'self' blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/designer") ? Designer
            : context.Request.Path.StartsWithSegments("/campaigns") && context.Request.Path.Value!.Contains("/targets/", StringComparison.Ordinal) ? Viewer : Pages;
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        if (context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/elsa")) headers.CacheControl = "no-store";
        return next(context);
    }
}
