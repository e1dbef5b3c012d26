using static Foldline.Workflows.Tests.Json;

namespace Foldline.Workflows.Tests;

public sealed class DefinitionHistoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 11, 0, 0, TimeSpan.Zero);

    private static WorkflowDefinition Named(string name) => Workflow(Flowchart("f", [])).With(json => json["name"] = name);

    private static DefinitionHistory Empty => new("w", []);

    private static string Flags(DefinitionHistory history) => string.Join(' ', history.Versions.Select(version =>
        $"{version.Version}{(version.IsLatest ? "L" : "")}{(version.IsPublished ? "P" : "")}:{version.Name}"));

    [Fact]
    public void Saving_makes_a_draft_and_saving_again_replaces_it()
    {
        var once = Empty.Save(Named("a"), "1", Now);
        Flags(once).ShouldBe("1L:a");
        Flags(once.Save(Named("b"), "2", Now)).ShouldBe("1L:b");
        once.Save(Named("b"), "2", Now).Latest!.Id.ShouldBe("1");
    }

    [Fact]
    public void Saving_over_a_published_version_makes_the_next_draft_and_the_published_one_still_runs()
    {
        var history = Empty.Save(Named("a"), "1", Now).Publish().Save(Named("b"), "2", Now);
        Flags(history).ShouldBe("1P:a 2L:b");
        Flags(history.Publish()).ShouldBe("1:a 2LP:b");
        Flags(history.Publish().Publish()).ShouldBe(Flags(history.Publish()));
    }

    [Fact]
    public void Retracting_leaves_a_draft_and_reverting_appends_the_old_content()
    {
        var history = Empty.Save(Named("a"), "1", Now).Publish().Save(Named("b"), "2", Now).Publish().Retract();
        Flags(history).ShouldBe("1:a 2L:b");
        var reverted = history.Revert(1, "3", Now);
        Flags(reverted).ShouldBe("1:a 2:b 3L:a");
        Should.Throw<DefinitionException>(() => history.Revert(7, "4", Now)).Message.ShouldContain("no version 7");
    }

    [Fact]
    public void Removing_the_latest_makes_the_newest_that_is_left_the_latest()
    {
        var history = Empty.Save(Named("a"), "1", Now).Publish().Save(Named("b"), "2", Now);
        Flags(history.Remove("2")).ShouldBe("1LP:a");
        Flags(history.Remove("1")).ShouldBe("2L:b");
        history.Remove("1").Remove("2").Versions.ShouldBeEmpty();
        Flags(history.Remove("2").Save(Named("c"), "9", Now)).ShouldBe("1P:a 2L:c");
    }

    [Theory]
    [InlineData("Latest", "3")]
    [InlineData("Published", "2")]
    [InlineData("LatestOrPublished", "2 3")]
    [InlineData("LatestAndPublished", "")]
    [InlineData("Draft", "1 3")]
    [InlineData("AllVersions", "1 2 3")]
    [InlineData("allversions", "1 2 3")]
    [InlineData("2", "2")]
    [InlineData("", "3")]
    public void Version_options_mean_what_they_mean_in_Elsa(string text, string expected)
    {
        var history = Empty.Save(Named("a"), "1", Now).Publish().Save(Named("b"), "2", Now).Publish().Save(Named("c"), "3", Now);
        var options = VersionOptions.Parse(text, VersionOptions.Latest);
        string.Join(' ', history.Versions.Where(options.Matches).Select(version => version.Version)).ShouldBe(expected);
    }

    [Fact]
    public void Words_that_name_no_versions_are_refused() =>
        Should.Throw<DefinitionException>(() => VersionOptions.Parse("Newest", VersionOptions.Latest)).Message.ShouldContain("LatestOrPublished");

    [Fact]
    public void A_stored_definition_keeps_what_it_does_not_know_and_has_its_identity_of_now()
    {
        var content = Named("a").With(json =>
        {
            json["later"] = new System.Text.Json.Nodes.JsonObject { ["x"] = 1 };
            json["id"] = "foreign";
            json["version"] = 77;
            json["isPublished"] = true;
        });
        var saved = Empty.Save(content, "1", Now).Latest!.Definition;
        (saved.Id, saved.Version, saved.IsPublished, saved.IsLatest).ShouldBe(("1", 1, false, true));
        saved.ToJson()["later"]!["x"]!.GetValue<int>().ShouldBe(1);
    }
}
