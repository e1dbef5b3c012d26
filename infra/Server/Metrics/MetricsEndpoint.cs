using Foldline.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Metrics;

/// <summary>/metrics in the text form that Prometheus reads; it needs a key with the scope read, as Prometheus' <c>authorization</c> sends it.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (PrometheusText text) => Results.Text(text.Write(), "text/plain; version=0.0.4; charset=utf-8"))
            .RequireAuthorization(Scopes.Read).ExcludeFromDescription();
}
