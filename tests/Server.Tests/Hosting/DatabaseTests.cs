using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Foldline.Server.Tests.Hosting;

/// <summary>Databases of a server are named, never given by path, and searched where the work is done.</summary>
public sealed class DatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_campaign_is_searched_in_the_database_it_names_and_in_all_of_the_server_where_it_names_none()
    {
        if (!File.Exists("/usr/bin/jackhmmer")) Assert.Skip("jackhmmer is not installed (Debian: apt-get install hmmer); searches of a server are not tried.");
        const string Query = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQVKVKALPDAQFEVVHSLAKWKRQTLGQHDFSAGEGLYTHMKALRPDEDRLSPLHSVYVDQWDWERVMGDGERQFSTLKSTVEAIWAGIKATEAAVSEEFGLAPFLPDQIHFVHSQELLSRYPDLDAKGRERAIAKDLGAVFLVGIGGKLSDGHRHDVRAPDYDDWSTPSELGHAGLNGDILVWNPVLEDAFELSSMGIRVDADTLKHQLALTGDEDRLELEWHQALLRGEMPQTIGGGIGQSRLTMLLLQLPHIGQVQAGVWPAAVRESVPSLL";
        var (mini, other) = (Path.Combine(_folder.Path, "mini.fasta"), Path.Combine(_folder.Path, "other.fasta"));
        var changed = Query.Replace('K', 'R').Replace('L', 'I');
        await File.WriteAllTextAsync(mini, $">homolog_of_mini\n{changed}\n");
        await File.WriteAllTextAsync(other, $">homolog_of_other\n{changed.Replace('D', 'E')}\n");
        await using var serve = await ServeProcess.StartAsync(Path.Combine(_folder.Path, "data"), "--database", $"mini={mini}", "--database", $"other={other}");
        using var client = serve.Client();
        // The alignment is what this is about; the network sees a quarter of it.
        var fasta = $">query\n{Query[..60]}\n";
        object Inputs(params string[]? databases) => new { Samples = 1, Steps = 1, Cycles = 1, Databases = databases };

        var named = await client.SubmitAsync(fasta, Inputs("mini"));
        var unnamed = await client.SubmitAsync(fasta, new { Samples = 1, Steps = 1, Cycles = 1 });
        (await client.EndAsync(named, serve)).ShouldBe("succeeded", string.Join('\n', serve.Lines));
        (await client.EndAsync(unnamed, serve)).ShouldBe("succeeded", string.Join('\n', serve.Lines));

        var one = await client.GetStringAsync($"{named}/targets/query/alignments/0");
        one.ShouldContain("homolog_of_mini");
        one.ShouldNotContain("homolog_of_other");
        (await client.GetStringAsync($"{unnamed}/targets/query/alignments/0")).ShouldContain("homolog_of_other");
        // Neither campaign nor target says where the files lie.
        (await client.GetStringAsync(named) + await client.GetStringAsync($"{named}/targets/query")).ShouldNotContain(_folder.Path);
        using var refused = await client.PostAsJsonAsync("/api/v1/campaigns", new { name = "x", fasta, inputs = Inputs($"mini={mini}") });
        ((int)refused.StatusCode).ShouldBe(422);
        (await refused.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!.GetValue<string>().ShouldContain("It knows mini, other");
    }
}
