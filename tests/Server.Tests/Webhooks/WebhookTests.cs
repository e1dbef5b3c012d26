using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Foldline.Persistence.Access;
using Foldline.Server.Tests.Campaigns;
using Foldline.Server.Webhooks;

namespace Foldline.Server.Tests.Webhooks;

public sealed class WebhookTests
{
    [Fact]
    public async Task A_receiver_gets_the_events_it_asked_for_signed_and_once_more_after_it_failed()
    {
        await using var receiver = new PostBox(failures: 1);
        await using var server = await ServerUnderTest.StartAsync(options => options with { AllowPrivateWebhooks = true });
        var admin = await server.ClientAsync();
        var made = await (await admin.PostAsJsonAsync("/api/v1/webhooks", new { url = receiver.Address + "hook/", events = (string[])["campaign.submitted", "campaign.paused"] }))
            .Content.ReadFromJsonAsync<JsonObject>();
        var secret = made!["secret"]!.GetValue<string>();

        var self = await CampaignApiTests.SubmitAsync(admin, "hooks", ">a\nNLYIQ");
        await admin.PostAsync($"{self}/pause", null);
        await admin.PostAsync($"{self}/resume", null);
        await receiver.UntilAsync(3);

        var told = receiver.Received.ToList();
        told.Select(request => request.Headers["Foldline-Event"] ?? "").Distinct().Order().ShouldBe(["campaign.paused", "campaign.submitted"]);
        foreach (var request in told)
        {
            var body = Encoding.UTF8.GetString(request.Body);
            var parts = (request.Headers["Foldline-Signature"] ?? "").Split(',').ToDictionary(part => part[..part.IndexOf('=')], part => part[(part.IndexOf('=') + 1)..]);
            var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts["t"]}.{body}")));
            parts["v1"].ShouldBe(expected);
            Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(parts["t"])).ShouldBeLessThan(60);
        }
        var log = await admin.GetFromJsonAsync<JsonObject>($"/api/v1/webhooks/{made["id"]}/deliveries");
        log!["items"]!.AsArray().Count.ShouldBe(2);
        (await admin.GetStringAsync("/api/v1/webhooks")).ShouldNotContain(secret);
    }

    [Theory]
    [InlineData("ftp://example.org/")]
    [InlineData("https://user:secret@example.org/")]
    [InlineData("not an address")]
    [InlineData("https://example.org/\nHost: evil")]
    public async Task An_address_that_is_none_is_refused(string url)
    {
        await using var server = await ServerUnderTest.StartAsync();

        (await (await server.ClientAsync()).PostAsJsonAsync("/api/v1/webhooks", new { url })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.20.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    public void Only_public_addresses_are_asked_unless_the_operator_allows_others(string address, bool isPublic) =>
        WebhookAddress.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Fact]
    public async Task A_webhook_to_this_machine_is_not_delivered_and_the_log_says_why()
    {
        await using var receiver = new PostBox();
        await using var server = await ServerUnderTest.StartAsync();
        var admin = await server.ClientAsync();
        var made = await (await admin.PostAsJsonAsync("/api/v1/webhooks", new { url = receiver.Address + "hook/" })).Content.ReadFromJsonAsync<JsonObject>();
        await CampaignApiTests.SubmitAsync(admin, "hooks", ">a\nNLYIQ");

        JsonNode? entry = null;
        for (var i = 0; i < 100 && entry?["error"] is null; i++)
        {
            await Task.Delay(100);
            entry = (await admin.GetFromJsonAsync<JsonObject>($"/api/v1/webhooks/{made!["id"]}/deliveries"))!["items"]!.AsArray().FirstOrDefault();
        }
        entry!["error"]!.GetValue<string>().ShouldContain("private address");
        receiver.Received.ShouldBeEmpty();
    }
}
