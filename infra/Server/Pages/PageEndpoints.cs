using Foldline.Server.Access;
using Foldline.Server.Campaigns;
using Foldline.Server.Hosting;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Pages;

/// <summary>The pages of our own: what they show comes from the same API that everybody may use.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapAssets();
        var open = routes.MapGroup("").ExcludeFromDescription().AllowAnonymous();
        open.MapGet("/sign-in", (string? next, HttpContext context) => SignInPage.Show(context, Local(next), refused: false));
        open.MapPost("/sign-in", SignInAsync).RequireRateLimiting(RateLimits.SignIn).DisableAntiforgery();

        var read = routes.MapGroup("").ExcludeFromDescription().RequireAuthorization(Scopes.Read);
        read.MapPost("/sign-out", SignOutAsync);
        read.MapGet("/", (HttpContext context) => ListPages.Campaigns(context));
        read.MapGet("/submit", (HttpContext context, ServedModel model, KnownDatabases databases) => SubmitPage.Show(context, model, databases));
        read.MapGet("/schedules", (HttpContext context, ServerOptions options) => SchedulePage.Show(context, options));
        read.MapGet("/workers", (HttpContext context) => ListPages.Workers(context));
        read.MapGet("/campaigns/{id}", async (string id, HttpContext context, ICampaigns campaigns, CancellationToken cancellationToken) =>
            CampaignPage.Show(context, await campaigns.GetAsync(CampaignEndpoints.Ref(context, id), cancellationToken)));
        read.MapGet("/campaigns/{id}/targets/{target}", TargetPage.ShowAsync);
        routes.MapGet("/keys", (HttpContext context) => ListPages.Keys(context)).ExcludeFromDescription().RequireAuthorization(Scopes.Admin);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, Logins logins, ILogger<Logins> log, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (key, next) = (form["key"].ToString().Trim(), Local(form["next"].ToString()));
        if (key.Length is 0 or > 200 || await logins.SessionAsync(key, cancellationToken) is not { } token)
        {
            log.LogWarning("A sign-in was refused, from {Address}", context.Connection.RemoteIpAddress);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return SignInPage.Show(context, next, refused: true);
        }
        context.Response.Cookies.Append(KeyAuthentication.Cookie, token.Token, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/", Expires = token.ExpiresAt, IsEssential = true,
        });
        return Results.LocalRedirect(next);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Logins logins, CancellationToken cancellationToken)
    {
        if (context.Request.Cookies[KeyAuthentication.Cookie] is { } token) await logins.LogoutAsync(token, cancellationToken);
        context.Response.Cookies.Delete(KeyAuthentication.Cookie);
        return Results.LocalRedirect("/sign-in");
    }

    // Back to where somebody was, if that is here: //host and /\host are elsewhere.
    private static string Local(string? next) =>
        next is ['/', ..] and not ['/', '/' or '\\', ..] && !next.Any(char.IsControl) ? next : "/";
}
