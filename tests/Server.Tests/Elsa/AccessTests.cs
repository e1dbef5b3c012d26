using System.Net;
using Foldline.Persistence.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Foldline.Server.Tests.Elsa;

public sealed class AccessTests
{
    [Fact]
    public async Task No_endpoint_answers_without_a_key_and_none_that_changes_anything_answers_a_key_that_may_only_read()
    {
        await using var elsa = await ElsaServer.StartAsync(new EncodeFile(), new BenchStep());
        var stranger = elsa.Server.Client();
        var reader = await elsa.ClientAsync(AccessScope.Read);
        var tried = 0;
        foreach (var endpoint in elsa.Server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/elsa/api", StringComparison.Ordinal) == true))
        {
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) continue;
            var path = endpoint.RoutePattern.RawText!.Replace("{number:int}", "1", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal)
                .Replace("{type}", "x", StringComparison.Ordinal).Replace("{property}", "x", StringComparison.Ordinal);
            var changes = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is "admin" or "submit");
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                tried++;
                (await StatusAsync(stranger, method, path)).ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
                if (changes) (await StatusAsync(reader, method, path)).ShouldBe(HttpStatusCode.Forbidden, $"{method} {path}");
            }
        }
        tried.ShouldBeGreaterThan(45);

        static async Task<HttpStatusCode> StatusAsync(HttpClient client, string method, string path)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_a_key_gives_a_token_that_works()
    {
        await using var elsa = await ElsaServer.StartAsync();
        using var content = new StringContent("""{"username":"admin","password":"password"}""", System.Text.Encoding.UTF8, "application/json");
        using var refused = await elsa.Server.Client().PostAsync("/elsa/api/identity/login", content);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("\"isAuthenticated\":false");
        elsa.Server.Log.ShouldContain(line => line.Contains("sign-in was refused", StringComparison.Ordinal));
        using var good = new StringContent($$"""{"username":"x","password":"{{await elsa.Server.KeyAsync()}}"}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await elsa.Server.Client().PostAsync("/elsa/api/identity/login", good);
        var token = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["accessToken"]!.ToString();
        using var list = await elsa.Server.Client(token).GetAsync("/elsa/api/features/installed");
        list.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
