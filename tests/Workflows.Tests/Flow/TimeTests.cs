using System.Text.Json.Nodes;
using static Foldline.Workflows.Tests.Json;

namespace Foldline.Workflows.Tests;

public sealed class TimeTests
{
    private static FlowHarness Then(JsonObject wait) => new(Workflow(Node("s", "Elsa.Sequence",
        ("activities", new JsonArray(wait, Node("after", "Test.Light", ("text", Literal("after"))))))));

    [Fact]
    public void A_delay_waits_from_when_it_began_however_often_the_process_ends()
    {
        var flow = Then(Node("wait", "Elsa.Delay", ("timeSpan", Literal("00:10:00"))));
        for (var i = 0; i < 9; i++) flow.Pass(TimeSpan.FromMinutes(1)).State.Frames.ShouldContain(frame => frame.Status == FrameStatus.Waiting);
        flow.Pass(TimeSpan.FromMinutes(1)).WorkAll().Log.ShouldBe(["after"]);
        flow.Finished.ShouldBeTrue();
    }

    [Fact]
    public void Start_at_waits_for_its_time_and_not_for_one_that_has_passed()
    {
        Then(Node("wait", "Elsa.StartAt", ("dateTime", Literal("2026-11-26T11:00:00Z")))).WorkAll().Finished.ShouldBeTrue();
        var flow = Then(Node("wait", "Elsa.StartAt", ("dateTime", Literal("2026-11-26T15:00:00+02:00"))));
        flow.Pass(TimeSpan.FromMinutes(59)).WorkAll().Finished.ShouldBeFalse();
        flow.Pass(TimeSpan.FromMinutes(1)).WorkAll().Finished.ShouldBeTrue();
    }

    [Fact]
    public void Cron_waits_for_its_next_time()
    {
        var flow = Then(Node("wait", "Elsa.Cron", ("cronExpression", Literal("0 30 * * * *"))));
        flow.Pass(TimeSpan.FromMinutes(29)).WorkAll().Finished.ShouldBeFalse();
        flow.Pass(TimeSpan.FromMinutes(1)).WorkAll().Finished.ShouldBeTrue();
    }

    [Theory]
    [InlineData("* * * * *", "2026-11-26T12:01:00Z")]
    [InlineData("*/10 * * * * *", "2026-11-26T12:00:10Z")]
    [InlineData("0 6 * * *", "2026-11-27T06:00:00Z")]
    [InlineData("0 6 1 * *", "2026-12-01T06:00:00Z")]
    [InlineData("0 0 29 2 *", "2028-02-29T00:00:00Z")]
    [InlineData("15,45 8-10 * * MON-FRI", "2026-11-27T08:15:00Z")]
    [InlineData("0 0 6 ? * SUN", "2026-11-29T06:00:00Z")]
    [InlineData("0 0 * * 7", "2026-11-29T00:00:00Z")]
    [InlineData("0 0 13 * FRI", "2026-11-27T00:00:00Z")]
    [InlineData("30 23 31 DEC *", "2026-12-31T23:30:00Z")]
    [InlineData("0 20/20 * * * *", "2026-11-26T12:20:00Z")]
    public void Cron_expressions_name_the_next_time(string cron, string expected) =>
        CronTime.TryParse(cron, out _)!.After(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero)).ShouldBe(DateTimeOffset.Parse(expected));

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 5-3 * * *")]
    [InlineData("* * * FOO *")]
    [InlineData("*/0 * * * *")]
    [InlineData("1-2-3 * * * *")]
    public void Cron_expressions_that_cannot_be_read_are_refused(string cron)
    {
        CronTime.TryParse(cron, out var problem).ShouldBeNull();
        problem.ShouldNotBeNull();
        var definition = Workflow(Node("wait", "Elsa.Cron", ("cronExpression", Literal(cron))));
        if (cron.Length > 0)
            new DefinitionValidator(Activities.ActivityCatalog.Describing()).Validate(definition).ShouldHaveSingleItem().Message.ShouldStartWith("wait (Elsa.Cron)");
    }

    [Fact]
    public void A_time_that_never_comes_fails_the_node() =>
        Then(Node("wait", "Elsa.Cron", ("cronExpression", Literal("0 0 30 2 *")))).Failures.ShouldHaveSingleItem().Message.ShouldContain("never comes");
}
