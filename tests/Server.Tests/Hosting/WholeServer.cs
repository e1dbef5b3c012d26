using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Foldline.Server.Tests.Hosting;

/// <summary>What tests of the real process do with it: submit, wait, fetch.</summary>
internal static class WholeServer
{
    /// <summary>One small protein, folded in seconds.</summary>
    public const string Peptide = "NLYIQWLKDGGPSSGRPPPS";

    public static HttpClient Client(this ServeProcess serve)
    {
        var client = new HttpClient { BaseAddress = serve.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", serve.Key);
        return client;
    }

    /// <summary>Submits a campaign and returns its address.</summary>
    public static async Task<string> SubmitAsync(this HttpClient client, string fasta, object inputs)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/campaigns", new { name = "whole", fasta, inputs });
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!["links"]!["self"]!.GetValue<string>();
    }

    /// <summary>Waits until a campaign has ended; returns its state.</summary>
    public static async Task<string> EndAsync(this HttpClient client, string campaign, ServeProcess serve)
    {
        for (var i = 0; i < 1200; i++)
        {
            var state = (await client.GetFromJsonAsync<JsonObject>(campaign))!["state"]!.GetValue<string>();
            if (state is not ("running" or "paused" or "cancelling")) return state;
            await Task.Delay(200);
        }
        throw new TimeoutException($"{campaign} did not end: {string.Join('\n', serve.Lines)}");
    }
}
