using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Foldline.Sequences;

namespace Foldline.Server.Tests.Hosting;

public sealed class ListeningTests
{
    [Theory]
    [InlineData("http://0.0.0.0:5080", "--allow-remote-http")]
    [InlineData("http://example.org:5080", "--allow-remote-http")]
    [InlineData("https://127.0.0.1:5080", "--certificate")]
    [InlineData("ftp://127.0.0.1", "http://HOST:PORT")]
    public async Task An_address_that_would_be_unsafe_is_refused_and_the_message_names_the_way_out(string url, string hint) =>
        (await Should.ThrowAsync<InputException>(() => ServerUnderTest.StartAsync(options => options with { Url = new Uri(url) }))).Message.ShouldContain(hint);

    [Fact]
    public async Task Health_says_live_and_ready()
    {
        await using var server = await ServerUnderTest.StartAsync();

        (await server.Client().GetAsync("/healthz/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Client().GetFromJsonAsync<JsonObject>("/healthz"))!["status"]!.GetValue<string>().ShouldBe("ready");
    }

    [Fact]
    public async Task Metrics_are_Prometheus_text_with_the_requests_in_it()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync();
        await client.GetAsync("/api/v1/me");

        var text = await client.GetStringAsync("/metrics");

        text.ShouldContain("# TYPE http_server_request_duration_seconds summary");
        text.ShouldMatch("http_server_request_duration_seconds_count\\{.*http_route=\"/api/v1/me\".*\\} 1");
    }

    [Fact]
    public async Task The_description_lists_each_address_of_the_API_with_its_scope()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var document = await server.Client().GetFromJsonAsync<JsonObject>("/openapi/v1.json");

        document!["openapi"]!.GetValue<string>().ShouldStartWith("3.");
        var post = document["paths"]!["/api/v1/keys"]!["post"]!;
        post["description"]!.GetValue<string>().ShouldContain("scope admin");
        post["security"]!.AsArray().Count.ShouldBe(2);
        document["components"]!["securitySchemes"]!["apiKey"]!["name"]!.GetValue<string>().ShouldBe("X-Api-Key");
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/nowhere")]
    [InlineData("/api/v1/me")]
    public async Task Every_refusal_is_a_problem_in_JSON(string address)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await server.Client().GetAsync(address);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
        problem!["status"]!.GetValue<int>().ShouldBe((int)answer.StatusCode);
        problem["title"]!.GetValue<string>().ShouldNotBeEmpty();
    }
}
