using System.Net;
using System.Net.Sockets;
using System.Text;
using Foldline.Server.Hosting;

namespace Foldline.Server.Tests.Security;

public sealed class InjectionTests
{
    [Theory]
    [InlineData("/api/v1/keys/x%0d%0a2026-11-26T00:00:00.000Z%20info%20forged")]
    [InlineData("/api/v1/%1b%5b2J%1b%5bH/me")]
    [InlineData("/api/v1/me?next=%0d%0aSet-Cookie:%20a=b")]
    [InlineData("/nowhere/%e2%80%ae%e2%80%a8/x")]
    public async Task What_a_request_puts_into_its_address_never_breaks_or_paints_a_line_of_the_log(string address)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await server.Client().GetAsync(address);

        ((int)answer.StatusCode).ShouldBeInRange(400, 499);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        server.Log.ShouldNotBeEmpty();
        foreach (var line in server.Log) line.ShouldNotContain(letter => char.IsControl(letter) || letter == '\u2028' || letter == '\u202e');
        server.Log.ShouldNotContain(line => line.StartsWith("2026-11-26T00:00:00.000Z info forged", StringComparison.Ordinal));
    }

    [Fact]
    public void Control_characters_are_written_as_escapes() => CleanLog.Escape("a\r\nb\u001b[2J\u202e").ShouldBe("a\\u000d\\u000ab\\u001b[2J\\u202e");

    [Theory]
    [InlineData("X-Api-Key: fl_a\u0000b")]
    [InlineData("X-Api-Key: fl\r\nX-Forged: 1")]
    [InlineData("Authorization: Bearer \u0001\u0002")]
    [InlineData("X-Api-Key")]
    public async Task Bytes_that_no_header_may_hold_are_refused_before_anything_reads_them(string header)
    {
        await using var server = await ServerUnderTest.StartAsync();

        (await SendAsync(server, $"GET /api/v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{header}\r\n\r\n")).ShouldMatch("^HTTP/1.1 40[01] ");
    }

    [Fact]
    public async Task A_request_for_another_hosts_name_is_refused_so_that_no_site_can_be_pointed_here()
    {
        await using var server = await ServerUnderTest.StartAsync();

        (await SendAsync(server, "GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 400 ");
        (await SendAsync(server, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 200 ");
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_with_413_and_headers_beyond_it_with_431()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync();

        var answer = await client.PostAsync("/api/v1/keys", new StringContent("{\"name\":\"" + new string('a', 2 << 20) + "\"}", Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.Add("X-Long", new string('a', 40 << 10));
        ((int)(await client.SendAsync(request)).StatusCode).ShouldBe(431);
    }

    [Fact]
    public async Task Whoever_asks_too_often_is_told_to_wait()
    {
        await using var server = await ServerUnderTest.StartAsync(options => options with { Rates = new() { KeyBurst = 5, KeyPerSecond = 1, SignInBurst = 3 } });
        var client = await server.ClientAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.GetAsync("/api/v1/me")));

        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBeInRange(5, 8);
        server.Log.ShouldContain(line => line.Contains("Too many requests"));
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_bind_a_browser()
    {
        await using var server = await ServerUnderTest.StartAsync();
        foreach (var address in (string[])["/healthz", "/api/v1/me", "/nowhere"])
        {
            var headers = (await server.Client().GetAsync(address)).Headers;
            headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
            headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            headers.GetValues("X-Frame-Options").Single().ShouldBe("DENY");
            headers.Contains("Server").ShouldBeFalse();
            headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        }
    }

    private static async Task<string> SendAsync(ServerUnderTest server, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
