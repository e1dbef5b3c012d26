using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Foldline.Server.Access;

/// <summary>
/// Finds the key of a request: <c>X-Api-Key</c>, <c>Authorization: Bearer</c> with a key or a token, <c>Authorization: ApiKey</c> as Elsa Studio sends it, or the
/// cookie of the pages. Refusals are logged, without the credential.
/// </summary>
internal sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Foldline";
    public const string Cookie = "foldline-session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (credential, isCookie) = Credential();
        if (credential is null) return AuthenticateResult.NoResult();
        if (await keys.CheckAsync(credential, Context.RequestAborted) is not { } key)
        {
            Logger.LogWarning("Refused a credential that is not known or no longer good: {Method} {Path} from {Address}", Request.Method, Request.Path, Address);
            return AuthenticateResult.Fail("The key or token is not known, has expired or was revoked.");
        }
        if (isCookie && IsForged())
        {
            Logger.LogWarning("Refused a request that another site made with a browser's cookie: {Method} {Path} from {Address}", Request.Method, Request.Path, Address);
            return AuthenticateResult.Fail("A request that changes something must come from a page of this server.");
        }
        return AuthenticateResult.Success(new AuthenticationTicket(key.Principal(SchemeName), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Logger.LogWarning("Unauthorized: {Method} {Path} from {Address}", Request.Method, Request.Path, Address);
        if (IsPage())
        {
            var back = HttpMethods.IsGet(Request.Method) ? "?next=" + Uri.EscapeDataString(Request.Path + Request.QueryString) : "";
            Response.Redirect("/sign-in" + back);
            return Task.CompletedTask;
        }
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer realm=\"foldline\"";
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Logger.LogWarning("Forbidden: key {Key} may not {Method} {Path}", Context.User.AsCaller()?.KeyId, Request.Method, Request.Path);
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private string Address => Context.Connection.RemoteIpAddress?.ToString() ?? "?";

    private (string? Credential, bool IsCookie) Credential()
    {
        if (Request.Headers["X-Api-Key"] is [{ Length: > 0 } header]) return (header, false);
        if (Request.Headers.Authorization is [{ Length: > 0 } authorization])
        {
            var space = authorization.IndexOf(' ');
            var scheme = space < 0 ? "" : authorization[..space];
            if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("ApiKey", StringComparison.OrdinalIgnoreCase))
                return (authorization[(space + 1)..].Trim(), false);
            return ("", false);
        }
        return Request.Cookies[Cookie] is { Length: > 0 } cookie ? (cookie, true) : (null, false);
    }

    // Browsers say where a request comes from; one that says nothing is no browser with a cookie of ours.
    private bool IsForged()
    {
        if (HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method)) return false;
        if (Request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site]) return site != "same-origin";
        return Request.Headers.Origin is not [{ Length: > 0 } origin] || origin != $"{Request.Scheme}://{Request.Host}";
    }

    private bool IsPage() => Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        && !Request.Path.StartsWithSegments("/api") && !Request.Path.StartsWithSegments("/elsa");
}
