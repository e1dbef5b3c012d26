using System.Text.Json.Nodes;
using Foldline.Artifacts;
using Foldline.Sequences;

namespace Foldline.Activities.Tests;

public sealed class ActivityContractTests
{
    private enum Precision { Fp32, Bf16 }

    private sealed record CountInput
    {
        [Input("What to count in", Kind = ArtifactKinds.Alignments)] public required ArtifactRef Alignments { get; init; }
        [Input("Rows kept", Unit = "rows")] public int MaxRows { get; init; } = 100;
        [Input("Databases")] public IReadOnlyList<string> Databases { get; init; } = [];
        [Input("Number format")] public Precision Precision { get; init; } = Precision.Bf16;
        [Input("Whether to hurry")] public bool Fast { get; init; }
        [Input("More of them", Kind = ArtifactKinds.Features)] public IReadOnlyList<ArtifactRef> Others { get; init; } = [];
    }

    private sealed record CountOutput
    {
        [Output("How many", Unit = "rows")] public required int Count { get; init; }
        [Output("Where", Kind = ArtifactKinds.Features)] public required ArtifactRef Features { get; init; }
    }

    [Activity("Foldline.CountRows", "Counts.", Version = 2, Resource = ResourceClass.Search, Outcomes = ["Done", "Empty"])]
    [Retry(TransientAttempts = 7, FirstDelaySeconds = 1, DelayGrowth = 3, LongestDelaySeconds = 20, Ladder = ["half", "quarter"])]
    private sealed class CountRows : Activity<CountInput, CountOutput>
    {
        public CountInput? Seen { get; private set; }

        protected override Task<CountOutput> ExecuteAsync(CountInput input, IActivityContext context, CancellationToken cancellationToken)
        {
            Seen = input;
            return Task.FromResult(new CountOutput { Count = input.MaxRows, Features = input.Alignments });
        }

        protected override string OutcomeOf(CountOutput output) => output.Count == 0 ? "Empty" : "Done";
    }

    private static ArtifactRef Ref(char digit) => new(new string(digit, 64), 5, "text/plain");

    private static JsonObject RefJson(char digit) => new() { ["sha256"] = new string(digit, 64), ["length"] = 5, ["mediaType"] = "text/plain" };

    [Fact]
    public void A_descriptor_tells_ports_types_units_defaults_and_which_are_required()
    {
        var descriptor = new CountRows().Descriptor;
        descriptor.Type.ShouldBe("Foldline.CountRows");
        descriptor.DisplayName.ShouldBe("Count rows");
        descriptor.Resource.ShouldBe(ResourceClass.Search);
        descriptor.Outcomes.ShouldBe(["Done", "Empty"]);
        descriptor.Inputs.Select(port => $"{port.JsonName}:{port.Type}:{port.Required}:{port.DefaultJson}:{port.Unit}").ShouldBe([
            "alignments:Alignments:True::", "maxRows:Int32:False:100:rows", "databases:List<String>:False:[]:", "precision:String:False:\"Bf16\":",
            "fast:Boolean:False:false:", "others:List<Features>:False:[]:"]);
        descriptor.Inputs[3].Choices.ShouldBe(["Fp32", "Bf16"]);
        descriptor.Outputs.Select(port => $"{port.JsonName}:{port.Type}").ShouldBe(["count:Int32", "features:Features"]);
    }

    [Fact]
    public void A_policy_declared_on_the_class_grows_its_delays_up_to_the_longest()
    {
        var policy = new CountRows().Descriptor.Retry;
        policy.TransientAttempts.ShouldBe(7);
        policy.Ladder.ShouldBe(["half", "quarter"]);
        Enumerable.Range(1, 5).Select(failures => policy.DelayAfter(failures).TotalSeconds).ShouldBe([1, 3, 9, 20, 20]);
    }

    [Fact]
    public async Task Inputs_are_read_from_what_designers_write_and_outputs_go_back_by_name()
    {
        var activity = new CountRows();
        using var context = new StandaloneContext(null!, "unused", TimeProvider.System);
        var result = await activity.ExecuteAsync(new JsonObject { ["alignments"] = RefJson('a'), ["maxRows"] = "0", ["precision"] = "fp32", ["fast"] = "True", ["others"] = new JsonArray(RefJson('b')) },
            context, TestContext.Current.CancellationToken);
        activity.Seen!.Alignments.ShouldBe(Ref('a'));
        activity.Seen.Precision.ShouldBe(Precision.Fp32);
        activity.Seen.Fast.ShouldBeTrue();
        activity.Seen.Others.ShouldBe([Ref('b')]);
        result.Outcome.ShouldBe("Empty");
        result.Outputs["features"]!["sha256"]!.GetValue<string>().ShouldBe(new string('a', 64));
    }

    [Theory]
    [InlineData("""{"maxRows":1}""", "alignments")]
    [InlineData("""{"alignments":{"sha256":"../x","length":1,"mediaType":"a/b"}}""", "SHA-256")]
    [InlineData("""{"alignments":{"sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","length":1,"mediaType":"a/b"},"maxRows":"many"}""", "maxRows")]
    public async Task An_input_that_does_not_fit_is_a_deterministic_failure_naming_it(string json, string named)
    {
        using var context = new StandaloneContext(null!, "unused", TimeProvider.System);
        var activity = new CountRows();
        var error = await Should.ThrowAsync<Exception>(() => activity.ExecuteAsync(JsonNode.Parse(json)!.AsObject(), context, TestContext.Current.CancellationToken));
        activity.Classify(error).Class.ShouldBe(FailureClass.Deterministic);
        error.Message.ShouldContain(named);
    }

    [Theory]
    [InlineData("Features", "Alignments", false)]
    [InlineData("Alignments", "Alignments", true)]
    [InlineData("Int32", "Double", true)]
    [InlineData("Double", "Int32", false)]
    [InlineData("String[]", "ICollection<String>", true)]
    [InlineData("List<Features>", "List<Alignments>", false)]
    [InlineData("Object", "Features", true)]
    [InlineData("Long", "Int64", true)]
    [InlineData("Features", "List<Features>", false)]
    public void Kinds_fit_only_themselves_and_numbers_widen(string from, string to, bool fits) => new PortType(from).FitsInto(new PortType(to)).ShouldBe(fits);

    public static TheoryData<Exception, FailureClass> Failures => new()
    {
        { new OutOfMemoryException(), FailureClass.Resource },
        { new IOException("No space left on device", 28), FailureClass.Resource },
        { new InvalidOperationException("CUDA out of memory. Tried to allocate 2 GiB"), FailureClass.Resource },
        { new TimeoutException(), FailureClass.Resource },
        { new InvalidDataException("bad"), FailureClass.Deterministic },
        { new NullReferenceException(), FailureClass.Deterministic },
        { new IOException("connection reset"), FailureClass.Transient },
        { new System.Net.Http.HttpRequestException("503"), FailureClass.Transient },
        { new AggregateException(new FormatException("bad")), FailureClass.Deterministic },
        { new ActivityFailedException(FailureClass.Resource, "device lost"), FailureClass.Resource },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void Failures_fall_into_their_class(Exception exception, FailureClass expected) => FailureClassifier.Classify(exception).Class.ShouldBe(expected);

    [Fact]
    public void Unit_keys_tell_parts_apart_by_content_and_place()
    {
        UnitKey.Of("k", "ab", "c").ShouldBe(UnitKey.Of("k", "ab", "c"));
        new[] { UnitKey.Of("k", "ab", "c"), UnitKey.Of("k", "a", "bc"), UnitKey.Of("k", "abc"), UnitKey.Of("k", "abc", ""), UnitKey.Of("k", "abc", null), UnitKey.Of("j", "abc") }
            .Distinct().Count().ShouldBe(6);
    }

    [Fact]
    public async Task A_unit_asked_for_twice_at_once_is_done_once()
    {
        using var context = new StandaloneContext(null!, "unused", TimeProvider.System);
        var runs = 0;
        var gate = new TaskCompletionSource();
        async Task<int> Work(CancellationToken token)
        {
            Interlocked.Increment(ref runs);
            await gate.Task.WaitAsync(token);
            return 42;
        }
        var token = TestContext.Current.CancellationToken;
        var both = new[] { context.OnceAsync(UnitKey.Of("u", "x"), "x", Work, token), context.OnceAsync(UnitKey.Of("u", "x"), "x", Work, token) };
        gate.SetResult();
        (await Task.WhenAll(both)).ShouldBe([42, 42]);
        runs.ShouldBe(1);
    }

    [Fact]
    public void A_catalog_of_descriptions_validates_but_does_not_run()
    {
        var catalog = ActivityCatalog.Describing(ActivityDescriptor.Of<CountRows>());
        catalog.TryDescribe("Foldline.CountRows", out _).ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => catalog.Activity("Foldline.CountRows"));
        Should.Throw<InvalidOperationException>(() => new ActivityCatalog(new CountRows(), new CountRows()));
    }
}
