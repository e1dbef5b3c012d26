using System.Net;
using System.Text;
using Foldline.Persistence.Access;
using Foldline.Server.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Foldline.Server.Tests.Security;

/// <summary>Each endpoint the server has, found by asking the server itself, so that none is forgotten.</summary>
public sealed class EndpointTests
{
    /// <summary>What may be asked without a key, and why it is harmless.</summary>
    private static readonly string[] Open =
    [
        "/healthz", "/healthz/live", "/healthz/ready",         // for load balancers; says ready or not
        "/openapi/{documentName}.json",                        // the description, no data
        "/api/v1/login", "/elsa/api/identity/login",           // where a key is given
        "/sign-in", "/assets/{**path}", "/favicon.ico",        // the sign-in page and what it looks like
        // the designer's empty shells and the files of its npm package; what they show is asked for with a token
        "/designer", "/designer/edit/{id}", "/designer/instances", "/designer/instances/{id}", "/designer/assets/{name}", "/designer/_framework/{**path}",
        "/designer/_content/{**path}", "/designer/appsettings.json", "/designer/Elsa.Studio.Host.CustomElements.styles.css",
    ];

    [Fact]
    public async Task No_endpoint_but_the_listed_ones_answers_without_a_key()
    {
        await using var server = await SampleServer.StartAsync();
        var client = server.Client();
        var wrong = new List<string>();
        foreach (var (method, route, endpoint) in Endpoints(server))
        {
            if (Open.Contains(route)) continue;
            using var request = Request(method, server.Sample.Address(route));
            var status = (await client.SendAsync(request)).StatusCode;
            if (status != HttpStatusCode.Unauthorized) wrong.Add($"{method} {route}: {(int)status}");
        }
        wrong.ShouldBeEmpty();
        server.Log.Count(line => line.Contains("Unauthorized:")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Every_endpoint_says_who_may_use_it_and_only_listed_ones_are_open()
    {
        await using var server = await SampleServer.StartAsync();
        var open = Endpoints(server).Where(each => each.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(each => each.Route).Distinct();
        open.Except(Open).ShouldBeEmpty();
        Endpoints(server).Where(each => each.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && Policy(each.Endpoint) is null)
            .Select(each => $"{each.Method} {each.Route}").ShouldBeEmpty();
    }

    [Fact]
    public async Task No_endpoint_takes_a_key_whose_scope_is_too_small()
    {
        await using var server = await SampleServer.StartAsync();
        var (read, submit) = (await server.ClientAsync(AccessScope.Read), await server.ClientAsync(AccessScope.Submit));
        var (wrong, tried) = (new List<string>(), 0);
        foreach (var (method, route, endpoint) in Endpoints(server))
        {
            foreach (var (scope, client) in new[] { (AccessScope.Read, read), (AccessScope.Submit, submit) })
            {
                if (Policy(endpoint) is not { } policy || Scopes.Parse(policy) <= scope) continue;
                tried++;
                using var request = Request(method, server.Sample.Address(route));
                var status = (await client.SendAsync(request)).StatusCode;
                if (status != HttpStatusCode.Forbidden) wrong.Add($"{method} {route} with {scope}: {(int)status}");
            }
        }
        wrong.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(3);
        server.Log.Count(line => line.Contains("Forbidden:")).ShouldBe(tried);
    }

    [Fact]
    public async Task No_endpoint_shows_or_changes_what_belongs_to_another_project()
    {
        await using var server = await SampleServer.StartAsync();
        var client = await server.ClientAsync(AccessScope.Admin, "strangers");
        var (wrong, tried) = (new List<string>(), 0);
        foreach (var (method, route, _) in Endpoints(server).Where(each => each.Route.Contains('{') && !Open.Contains(each.Route) && !SampleServer.IsShared(each.Route)))
        {
            tried++;
            using var request = Request(method, server.Sample.Address(route), Sample.Body(route));
            var status = (await client.SendAsync(request)).StatusCode;
            if (status != HttpStatusCode.NotFound) wrong.Add($"{method} {route}: {(int)status}");
        }
        wrong.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(1);
    }

    private static string? Policy(Endpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().LastOrDefault()?.Policy;

    private static HttpRequestMessage Request(string method, string address, string body = "{}")
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method is "POST" or "PUT" or "PATCH") request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    private static IEnumerable<(string Method, string Route, Endpoint Endpoint)> Endpoints(SampleServer server) =>
        from endpoint in server.Server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let route = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        orderby route, method == "DELETE", method
        select (method, route, (Endpoint)endpoint);
}
