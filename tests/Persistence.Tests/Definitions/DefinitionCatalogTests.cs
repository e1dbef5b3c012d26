using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Activities.Features;
using Foldline.Activities.Prediction;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;
using Foldline.Workflows;

namespace Foldline.Persistence.Tests;

/// <summary>What the catalogue promises, on SQLite; the PostgreSQL tests inherit it.</summary>
public class DefinitionCatalogTests : IAsyncLifetime
{
    private static readonly ActivityCatalog Activities = ActivityCatalog.Describing(ActivityDescriptor.Of<SearchAlignments>(),
        ActivityDescriptor.Of<BuildFeatures>(), ActivityDescriptor.Of<PredictStructures>(), ActivityDescriptor.Of<RankSamples>());

    private readonly TemporaryFolder _folder = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected string File => Path.Combine(_folder.Path, "state.db");

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    protected virtual async Task<IDefinitionStore> StoreAsync() => await DefinitionStore.OpenSqliteAsync(File, Token);

    private async Task<DefinitionCatalog> OpenAsync() => new(await StoreAsync(), new DefinitionValidator(Activities), TimeProvider.System);

    private static WorkflowDefinition Line(string id, string name, string text = "hello") => WorkflowDefinition.Parse(new JsonObject
    {
        ["definitionId"] = id, ["name"] = name, ["odd"] = new JsonArray(1, 2.5),
        ["root"] = new JsonObject
        {
            ["id"] = "line", ["type"] = "Elsa.WriteLine", ["version"] = 1,
            ["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = text } },
        },
    }.ToJsonString());

    [Fact]
    public async Task Versions_outlive_the_process()
    {
        var catalog = await OpenAsync();
        await catalog.SaveAsync(Line("w", "one"), Token);
        await catalog.PublishAsync("w", Token);
        await catalog.SaveAsync(Line("w", "two"), Token);

        catalog = await OpenAsync();
        (await catalog.FindAsync("w", VersionOptions.Published, Token))!.Name.ShouldBe("one");
        (await catalog.FindAsync("w", VersionOptions.Latest, Token))!.Name.ShouldBe("two");
        (await catalog.FindAsync("w", VersionOptions.Specific(1), Token))!.Definition.IsPublished.ShouldBeTrue();
        (await catalog.FindAsync("w", VersionOptions.Specific(3), Token)).ShouldBeNull();
        var id = (await catalog.FindAsync("w", VersionOptions.Latest, Token))!.Id;
        (await catalog.FindVersionAsync(id, Token))!.Version.ShouldBe(2);
        (await catalog.DeleteVersionAsync(id, Token)).ShouldBeTrue();
        (await catalog.DeleteVersionAsync(id, Token)).ShouldBeFalse();
        (await catalog.FindAsync("w", VersionOptions.LatestAndPublished, Token))!.Name.ShouldBe("one");
        (await catalog.RetractAsync("w", Token))!.IsPublished.ShouldBeFalse();
        (await catalog.RetractAsync("w", Token)).ShouldBeNull();
        (await catalog.DeleteAsync("w", Token)).ShouldBe(1);
        (await catalog.DeleteAsync("w", Token)).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_saved_comes_back_equal_but_for_its_identity()
    {
        var catalog = await OpenAsync();
        var text = await System.IO.File.ReadAllTextAsync(Path.Combine(Repository.Golden, "workflows", "designer-definition.json"), Token);
        var saved = await catalog.SaveAsync(WorkflowDefinition.Parse(text), Token);
        var back = (await catalog.FindVersionAsync(saved.Id, Token))!.Definition.ToJson();
        var given = WorkflowDefinition.Parse(text).ToJson();
        foreach (var identity in (string[])["id", "definitionId", "version", "isLatest", "isPublished", "createdAt", "links", "$schema"])
        {
            back.Remove(identity);
            given.Remove(identity);
        }
        JsonNode.DeepEquals(back, given).ShouldBeTrue();
    }

    [Fact]
    public async Task What_must_not_run_is_kept_as_a_draft_and_is_not_published()
    {
        var catalog = await OpenAsync();
        await catalog.SaveAsync(Line("w", "good"), Token);
        await catalog.PublishAsync("w", Token);
        await catalog.SaveAsync(Line("w", "bad").With(json => json["root"]!["type"] = "Acme.Unknown"), Token);
        var refused = await Should.ThrowAsync<DefinitionException>(() => catalog.PublishAsync("w", Token));
        refused.Problems.ShouldHaveSingleItem().Message.ShouldContain("line (Acme.Unknown)");
        (await catalog.FindAsync("w", VersionOptions.Published, Token))!.Name.ShouldBe("good");
        (await catalog.FindAsync("w", VersionOptions.Latest, Token))!.Name.ShouldBe("bad");
    }

    [Fact]
    public async Task Listing_filters_searches_orders_and_pages()
    {
        var catalog = await OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await catalog.SaveAsync(Line($"w{i}", $"Name {(char)('E' - i)}"), Token);
            if (i % 2 == 0) await catalog.PublishAsync($"w{i}", Token);
        }
        await catalog.SaveAsync(Line("w0", "Changed"), Token);
        async Task<string> Names(DefinitionQuery query)
        {
            var page = await catalog.ListAsync(query, Token);
            return $"{page.Total}: {string.Join(',', page.Items.Select(version => version.Name))}";
        }
        (await Names(new DefinitionQuery { OrderBy = "Name" })).ShouldBe("5: Changed,Name A,Name B,Name C,Name D");
        (await Names(new DefinitionQuery { OrderBy = "Name", Descending = true, Skip = 1, Take = 2 })).ShouldBe("5: Name C,Name B");
        (await Names(new DefinitionQuery { Versions = VersionOptions.Published, OrderBy = "Name" })).ShouldBe("3: Name A,Name C,Name E");
        (await Names(new DefinitionQuery { Versions = VersionOptions.AllVersions, DefinitionIds = ["w0"], OrderBy = "Version", Descending = true }))
            .ShouldBe("2: Changed,Name E");
        (await Names(new DefinitionQuery { Search = "NAME B" })).ShouldBe("1: Name B");
        (await Names(new DefinitionQuery { Search = "100%_" })).ShouldBe("0: ");
    }

    [Fact]
    public async Task Writers_at_the_same_time_lose_no_version()
    {
        var first = await OpenAsync();
        var second = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            var catalog = i % 2 == 0 ? first : second;
            await catalog.SaveAsync(Line("w", $"n{i}"), Token);
            await catalog.PublishAsync("w", Token);
        }));
        var history = await first.HistoryAsync("w", Token);
        history.Versions.Select(version => version.Version).ShouldBe(Enumerable.Range(1, history.Versions.Length));
        history.Versions.Count(version => version.IsLatest).ShouldBe(1);
        history.Versions.Count(version => version.IsPublished).ShouldBe(1);
        history.Latest!.IsPublished.ShouldBeTrue();
    }

    [Fact]
    public async Task Built_in_definitions_are_there_at_once_and_what_was_edited_keeps_its_history()
    {
        var catalog = await OpenAsync();
        await catalog.SeedAsync(Token);
        await catalog.SeedAsync(Token);
        var fold = (await catalog.HistoryAsync("fold", Token)).Versions.ShouldHaveSingleItem();
        fold.IsPublished.ShouldBeTrue();

        await catalog.SaveAsync(fold.Definition.With(json => json["customProperties"]!["defaults"]!["Samples"] = 1), Token);
        await catalog.PublishAsync("fold", Token);
        await catalog.SeedAsync(Token);
        (await catalog.HistoryAsync("fold", Token)).Versions.Length.ShouldBe(2);

        await catalog.DeleteAsync("fold", Token);
        await catalog.SeedAsync(Token);
        (await catalog.HistoryAsync("fold", Token)).Versions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_built_in_definition_of_an_older_release_gets_a_new_version_only_where_nobody_edited_it()
    {
        var store = await StoreAsync();
        var catalog = new DefinitionCatalog(store, new DefinitionValidator(Activities), TimeProvider.System);
        // An older release: other content under the same id, and its hash remembered.
        await catalog.SaveAsync(Line("fold", "Older"), Token);
        await catalog.PublishAsync("fold", Token);
        var older = (await catalog.HistoryAsync("fold", Token)).Latest!;
        await store.RememberSeedAsync("fold", "some other hash", Token);
        await catalog.SeedAsync(Token);
        (await catalog.HistoryAsync("fold", Token)).Latest!.Name.ShouldBe("Older", "it does not look as that release left it: somebody edited it");

        await store.RememberSeedAsync("fold", DefinitionCatalog.ContentHash(older.Content), Token);
        await catalog.SeedAsync(Token);
        var history = await catalog.HistoryAsync("fold", Token);
        history.Versions.Length.ShouldBe(2);
        history.Published!.Name.ShouldBe("Fold one target");
    }
}
