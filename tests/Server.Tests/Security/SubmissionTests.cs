using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Foldline.Persistence.Access;

namespace Foldline.Server.Tests.Security;

/// <summary>What a submission tries and must not reach. Each is refused with 4xx, logged, and leaves nothing behind.</summary>
public sealed class SubmissionTests
{
    public static TheoryData<string, string> Attacks => new()
    {
        { "a path as alignment", """{"name":"x","targets":[{"name":"t","dialect":"alphafold3","version":2,"sequences":[{"protein":{"id":"A","sequence":"NLYIQ","unpairedMsaPath":"/etc/passwd"}}]}]}""" },
        { "a relative path as alignment", """{"name":"x","targets":[{"name":"t","sequences":[{"proteinChain":{"sequence":"NLYIQ","count":1,"pairedMsaPath":"../../admin.key"}}]}]}""" },
        { "a folder as alignment", """{"name":"x","targets":[{"name":"t","sequences":[{"proteinChain":{"sequence":"NLYIQ","count":1,"msa":{"precomputed_msa_dir":"/etc"}}}]}]}""" },
        { "a file as ligand", """{"name":"x","targets":[{"name":"t","sequences":[{"ligand":{"ligand":"FILE_/etc/passwd","count":1}}]}]}""" },
        { "a database by path", """{"name":"x","fasta":">t\nNLYIQ","inputs":{"Databases":["mine=/etc/passwd"]}}""" },
        { "a database by another spelling", """{"name":"x","fasta":">t\nNLYIQ","inputs":{"databases":["mine=/etc/passwd"]}}""" },
        { "somebody's artifact as input", """{"name":"x","fasta":">t\nNLYIQ","inputs":{"Target":{"sha256":"0000000000000000000000000000000000000000000000000000000000000000","length":1,"mediaType":"a/b"}}}""" },
        { "an artifact inside a list", """{"name":"x","fasta":">t\nNLYIQ","inputs":{"Seeds":[{"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}]}}""" },
        { "an input that is not the workflow's", """{"name":"x","fasta":">t\nNLYIQ","inputs":{"Nonsense":1}}""" },
        { "a workflow by path", """{"name":"x","workflow":"../fold","fasta":">t\nNLYIQ"}""" },
        { "a name with a line break", """{"name":"x\ny","fasta":">t\nNLYIQ"}""" },
        { "a target name that forges FASTA", """{"name":"x","targets":[{"name":"a\n>b\nWWWWW\n>c","sequence":"NLYIQ"}]}""" },
        { "no target at all", """{"name":"x"}""" },
        { "JSON that is none", """{"name":""" },
        { "a depth that breaks readers", "{\"name\":\"x\",\"inputs\":{\"Seeds\":" + new string('[', 200) + new string(']', 200) + "}}" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task An_attack_is_refused_logged_and_leaves_nothing(string what, string body)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);
        var before = server.Log.Count;

        var answer = await client.PostAsync("/api/v1/campaigns", new StringContent(body, Encoding.UTF8, "application/json"));

        ((int)answer.StatusCode).ShouldBeInRange(400, 422, what);
        var told = await answer.Content.ReadAsStringAsync();
        told.ShouldNotContain("root:");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        server.Log.Skip(before).ShouldContain(line => line.Contains("refused with"));
        (await client.GetFromJsonAsync<JsonObject>("/api/v1/campaigns"))!["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../../../tmp/evil")]
    [InlineData("..\\..\\evil")]
    [InlineData("/etc/passwd")]
    [InlineData(".ssh")]
    [InlineData("a\u0000b")]
    [InlineData("a\u202eb")]
    public async Task A_target_name_becomes_one_that_is_safe_as_a_file_name_wherever_it_comes_from(string name)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);

        var answer = await client.PostAsJsonAsync("/api/v1/campaigns", new { name = "names", targets = new[] { new { name, sequence = "NLYIQ" } } });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var self = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["links"]!["self"]!.GetValue<string>();
        var kept = (await client.GetFromJsonAsync<JsonObject>($"{self}/targets"))!["items"]![0]!["name"]!.GetValue<string>();

        kept.ShouldMatch("^[A-Za-z0-9_][A-Za-z0-9._-]*$");
        kept.ShouldNotContain("/");
    }

    [Theory]
    [InlineData("../../../../tmp/evil.fasta")]
    [InlineData("C:\\windows\\evil.fasta")]
    [InlineData("evil\r\nX-Forged: 1.fasta")]
    public async Task A_file_name_in_a_form_names_no_file_of_the_server(string name)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("{\"name\":\"x\"}"), "campaign" } };
        var file = new ByteArrayContent(">t\nNLYIQ\n"u8.ToArray());
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"files\"; filename=\"{name.Replace("\r\n", "%0D%0A")}\"");
        form.Add(file);

        var answer = await (await server.ClientAsync(AccessScope.Submit)).PostAsync("/api/v1/campaigns", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        Directory.GetFiles(server.Folder, "*evil*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_archive_is_not_unpacked_and_a_bomb_stops_at_the_limit()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);
        using var zip = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(zip, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("../../evil.fasta").Open();
            entry.Write(">t\nNLYIQ\n"u8);
        }
        (await SendAsync(client, zip.ToArray(), "evil.zip")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        using var bomb = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(bomb, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++) gzip.Write(zeros);
        }
        (await SendAsync(client, bomb.ToArray(), "bomb.fasta.gz")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_submission_beyond_the_limit_is_refused()
    {
        await using var server = await ServerUnderTest.StartAsync(options => options with { LargestSubmission = 10_000 });
        var client = await server.ClientAsync(AccessScope.Submit);

        (await client.PostAsJsonAsync("/api/v1/campaigns", new { name = "x", fasta = ">t\n" + new string('A', 20_000) })).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await SendAsync(client, Encoding.ASCII.GetBytes(">t\n" + new string('A', 20_000)), "t.fasta")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("/api/v1/campaigns/{0}/targets/t1/artifacts/..%2f..%2fadmin.key")]
    [InlineData("/api/v1/campaigns/{0}/targets/t1/artifacts/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("/api/v1/campaigns/{0}/targets/..%2f..%2fetc/structure")]
    [InlineData("/api/v1/campaigns/..%2f{0}")]
    [InlineData("/assets/..%2f..%2fadmin.key")]
    [InlineData("/assets/molstar/..%2f..%2fpackage.json")]
    public async Task No_address_leads_out_of_its_place(string address)
    {
        await using var server = await SampleServer.StartAsync();
        var client = await server.ClientAsync(AccessScope.Read);

        (await client.GetAsync(string.Format(address, server.Sample.Address("/api/v1/campaigns/{id}").Split('/')[^1]))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_to_no_other_site(string next)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = await server.KeyAsync(), ["next"] = next });

        var answer = await server.Client().PostAsync("/sign-in", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("/");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
    }

    [Fact]
    public async Task A_name_with_markup_is_text_on_every_page()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);
        var answer = await client.PostAsJsonAsync("/api/v1/campaigns", new { name = "<script>alert(1)</script>", fasta = ">t\nNLYIQ" });
        var id = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();

        foreach (var page in (string[])["/", $"/campaigns/{id}", $"/campaigns/{id}/targets/t"])
            (await client.GetStringAsync(page)).ShouldNotContain("<script>alert");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, byte[] content, string name)
    {
        using var form = new MultipartFormDataContent { { new StringContent("{\"name\":\"x\"}"), "campaign" }, { new ByteArrayContent(content), "files", name } };
        return await client.PostAsync("/api/v1/campaigns", form);
    }
}
