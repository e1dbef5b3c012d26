using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

/// <summary>A node serves exactly the groups whose work fits it.</summary>
public sealed class BurstGroupsTests
{
    private static readonly WorkerOffer Gpu = new() { ModelSlots = 1, LightSlots = 1, Device = "cuda:1", Memory = 24_000_000_000 };

    [Theory]
    [InlineData(0, "", true)]
    [InlineData(3, "", true)]
    [InlineData(22.9, "cuda", true)]
    [InlineData(23.5, "cuda", false)]
    [InlineData(40, "", false)]
    [InlineData(5000, "", false)]
    [InlineData(3, "npu", false)]
    public void Work_of_the_network_is_told_apart_by_memory_and_device(double gigabytes, string device, bool served)
    {
        var needs = ActivityNeeds.None with { Memory = (long)(gigabytes * 1e9), Device = device };
        BurstGroups.Served(ResourceClass.Model, Gpu).Contains(BurstGroups.Name(ResourceClass.Model, needs)).ShouldBe(served);
        if (served) Gpu.Fits(ResourceClass.Model, needs).ShouldBeTrue("what a node is brought it must be able to do");
    }

    [Fact]
    public void Searches_are_told_apart_by_their_databases()
    {
        var offer = new WorkerOffer { SearchSlots = 1, Databases = ["uniref90", "mgnify"] };
        var served = BurstGroups.Served(ResourceClass.Search, offer).ToList();
        served.ShouldBe(["search", "search+mgnify", "search+uniref90", "search+mgnify+uniref90"], ignoreOrder: true);
        served.ShouldContain(BurstGroups.Name(ResourceClass.Search, new ActivityNeeds(["mgnify", "uniref90"])));
        served.ShouldNotContain(BurstGroups.Name(ResourceClass.Search, new ActivityNeeds(["uniprot"])));
    }

    [Fact]
    public void Ten_databases_with_long_names_are_served_in_every_combination()
    {
        var names = Enumerable.Range(0, WorkerOffer.MostDatabases).Select(i => $"a_database_with_a_long_name_{i}").ToList();
        var served = BurstGroups.Served(ResourceClass.Search, new WorkerOffer { SearchSlots = 1, Databases = names }).ToHashSet();
        served.Count.ShouldBe(1 << WorkerOffer.MostDatabases);
        served.ShouldContain(BurstGroups.Name(ResourceClass.Search, new ActivityNeeds(names)));
        served.ShouldNotContain(BurstGroups.Name(ResourceClass.Search, new ActivityNeeds([.. names, "one_more"])));
        served.ShouldAllBe(group => BurstGroups.ClassOf(group) == ResourceClass.Search);
    }

    [Fact]
    public void Memory_that_is_not_known_may_be_enough_and_one_machine_by_itself_does_all()
    {
        BurstGroups.Served(ResourceClass.Model, Gpu with { Memory = 0 }).ShouldContain(BurstGroups.Name(ResourceClass.Model, ActivityNeeds.None with { Memory = 300_000_000_000 }));
        BurstGroups.Served(ResourceClass.Model, Gpu with { TakesAll = true }).ShouldBe(["model"]);
        (Gpu with { TakesAll = true, Memory = 1 }).Fits(ResourceClass.Model, ActivityNeeds.None with { Memory = 2, Device = "npu" }).ShouldBeTrue();
        BurstGroups.ClassOf("model@cuda~23").ShouldBe(ResourceClass.Model);
        BurstGroups.ClassOf("search+mgnify").ShouldBe(ResourceClass.Search);
    }
}
