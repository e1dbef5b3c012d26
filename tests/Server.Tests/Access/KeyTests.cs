using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Foldline.Persistence.Access;
using Foldline.Server.Access;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Foldline.Server.Tests.Access;

public sealed class KeyTests
{
    [Fact]
    public async Task The_first_start_writes_an_admin_key_that_only_its_owner_can_read_and_a_second_start_writes_none()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var file = server.App.Services.GetRequiredService<AdminKeyFile>();

        var path = await file.WriteFirstAsync(server.Folder, CancellationToken.None);

        path.ShouldBe(Path.Combine(server.Folder, "admin.key"));
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var key = (await File.ReadAllTextAsync(path!)).Trim();
        (await server.Client(key).GetAsync("/api/v1/keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Log.ShouldNotContain(line => line.Contains(key));
        (await file.WriteFirstAsync(server.Folder, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Neither_keys_nor_tokens_can_be_read_from_the_database()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var key = await server.KeyAsync();
        var token = await TokenAsync(server.Client(), key);

        SqliteConnection.ClearAllPools();
        var stored = string.Concat(Directory.GetFiles(server.Folder, "foldline.db*").Select(file => System.Text.Encoding.Latin1.GetString(ReadShared(file))));

        stored.ShouldContain(key.Split('_')[1]);
        stored.ShouldNotContain(string.Join('_', key.Split('_')[2..]));
        stored.ShouldNotContain(token[3..]);
    }

    [Theory]
    [InlineData("X-Api-Key", "{0}")]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "ApiKey {0}")]
    public async Task A_key_opens_the_door_in_each_documented_header(string header, string form)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.TryAddWithoutValidation(header, string.Format(form, await server.KeyAsync(AccessScope.Read, "lab-2")));

        var answer = await server.Client().SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["project"]!.GetValue<string>().ShouldBe("lab-2");
    }

    [Fact]
    public async Task After_a_rotation_both_keys_are_good_until_the_overlap_ends()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var old = await server.KeyAsync(AccessScope.Read);
        var admin = await server.ClientAsync();

        var made = await (await admin.PostAsJsonAsync($"/api/v1/keys/{old.Split('_')[1]}/rotate", new { overlapHours = 0.0002 })).Content.ReadFromJsonAsync<JsonObject>();
        var now = made!["key"]!.GetValue<string>();

        made["scope"]!.GetValue<string>().ShouldBe("read");
        made["replaces"]!.GetValue<string>().ShouldBe(old.Split('_')[1]);
        (await server.Client(old).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Client(now).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Task.Delay(1500);
        (await server.Client(old).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Client(now).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_revoked_key_and_the_tokens_made_from_it_are_refused_at_once()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var key = await server.KeyAsync(AccessScope.Read);
        var token = await TokenAsync(server.Client(), key);
        (await server.Client(token).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await (await server.ClientAsync()).DeleteAsync($"/api/v1/keys/{key.Split('_')[1]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await server.Client(key).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Client(token).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_list_shows_the_projects_keys_with_their_last_use_and_no_secret()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.KeyAsync(AccessScope.Read, "other");
        var key = await server.KeyAsync();
        var client = server.Client(key);
        await client.GetAsync("/api/v1/me");
        await server.Keys.FlushAsync(CancellationToken.None);

        var list = await client.GetFromJsonAsync<JsonObject>("/api/v1/keys");

        var only = list!["items"]!.AsArray().ShouldHaveSingleItem()!;
        only["state"]!.GetValue<string>().ShouldBe("good");
        only["lastUsedAt"].ShouldNotBeNull();
        only["key"].ShouldBeNull();
        only.ToJsonString().ShouldNotContain("hash");
    }

    [Theory]
    [InlineData("", "read", null)]
    [InlineData("a\nb", "read", null)]
    [InlineData("ci", "root", null)]
    [InlineData("ci", "read", "2001-01-01T00:00:00Z")]
    public async Task A_key_that_makes_no_sense_is_refused_with_a_sentence(string name, string scope, string? expiresAt)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await (await server.ClientAsync()).PostAsJsonAsync("/api/v1/keys", new { name, scope, expiresAt });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!.GetValue<string>().Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Signing_in_with_a_wrong_key_is_refused_and_logged_without_the_key()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var wrong = (await server.KeyAsync())[..^1] + "!";

        var answer = await server.Client().PostAsJsonAsync("/api/v1/login", new { key = wrong });

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        server.Log.ShouldContain(line => line.Contains("WARN") && line.Contains("sign-in was refused"));
        server.Log.ShouldNotContain(line => line.Contains(wrong));
    }

    [Theory]
    [InlineData("same-origin", null, HttpStatusCode.OK)]
    [InlineData("cross-site", null, HttpStatusCode.Unauthorized)]
    [InlineData(null, "http://evil.example", HttpStatusCode.Unauthorized)]
    [InlineData(null, null, HttpStatusCode.Unauthorized)]
    public async Task A_change_with_the_cookie_is_taken_only_from_our_own_pages(string? site, string? origin, HttpStatusCode expected)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/token");
        request.Headers.Add("Cookie", $"foldline-session={await TokenAsync(server.Client(), await server.KeyAsync())}");
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        if (origin is not null) request.Headers.Add("Origin", origin);

        (await server.Client().SendAsync(request)).StatusCode.ShouldBe(expected);
    }

    internal static async Task<string> TokenAsync(HttpClient client, string key) =>
        (await (await client.PostAsJsonAsync("/api/v1/login", new { key })).Content.ReadFromJsonAsync<JsonObject>())!["accessToken"]!.GetValue<string>();

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
