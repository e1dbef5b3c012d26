using System.Net;
using System.Text.RegularExpressions;
using Foldline.Persistence.Access;
using Foldline.Server.Tests.Access;
using Foldline.Server.Tests.Security;

namespace Foldline.Server.Tests.Pages;

public sealed class PageTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/submit")]
    [InlineData("/schedules")]
    [InlineData("/workers")]
    [InlineData("/keys")]
    [InlineData("/campaigns/{id}")]
    [InlineData("/campaigns/{id}/targets/{target}")]
    [InlineData("/sign-in")]
    public async Task A_page_has_one_heading_a_language_a_title_labels_for_its_fields_and_loads_only_our_own_files(string route)
    {
        await using var server = await SampleServer.StartAsync();

        var answer = await (await server.ClientAsync()).GetAsync(server.Sample.Address(route));
        var page = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        Regex.Count(page, "<h1").ShouldBe(1);
        page.ShouldContain("<html lang=\"en\">");
        page.ShouldMatch("<title>.+ &#183; Foldline</title>");
        page.ShouldNotMatch("(src|href)=\"(https?:)?//");
        page.ShouldNotMatch("<[^>]+ on[a-z]+=");
        page.ShouldNotContain("style=\"");
        foreach (Match field in Regex.Matches(page, "<(input|select|textarea) (?![^>]*type=\"(hidden|checkbox)\")[^>]*id=\"([^\"]+)\""))
            page.ShouldContain($"for=\"{field.Groups[3].Value}\"");
        foreach (Match file in Regex.Matches(page, "(?:src|href)=\"(/assets/[^\"]+|/favicon.ico)\""))
            (await server.Client().GetAsync(file.Groups[1].Value)).StatusCode.ShouldBe(HttpStatusCode.OK, file.Value);
    }

    [Fact]
    public async Task A_browser_without_a_session_is_sent_to_sign_in_and_back_afterwards()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/submit");
        request.Headers.Add("Accept", "text/html");
        (await server.Client().SendAsync(request)).Headers.Location!.ToString().ShouldBe("/sign-in?next=%2Fsubmit");

        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = await server.KeyAsync(), ["next"] = "/submit" });
        var answer = await server.Client().PostAsync("/sign-in", form);
        answer.Headers.Location!.ToString().ShouldBe("/submit");

        using var signedIn = new HttpRequestMessage(HttpMethod.Get, "/submit");
        signedIn.Headers.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        (await server.Client().SendAsync(signedIn)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server_too()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var token = await KeyTests.TokenAsync(server.Client(), await server.KeyAsync(AccessScope.Read));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out");
        request.Headers.Add("Cookie", $"foldline-session={token}");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        (await server.Client().SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await server.Client(token).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_page_that_cannot_be_shown_says_so_as_a_page()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/campaigns/none");
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("X-Api-Key", await server.KeyAsync());

        var answer = await server.Client().SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("<h1>Not Found</h1>");
    }
}
