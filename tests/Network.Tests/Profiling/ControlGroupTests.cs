using Foldline.Network.Profiling;

namespace Foldline.Network.Tests.Profiling;

public sealed class ControlGroupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("foldline-groups").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_tightest_of_a_group_and_those_above_it_binds_and_page_cache_counts_as_free()
    {
        File("user/memory.max", "1000");
        File("user/memory.current", "900");
        File("user/memory.stat", "anon 100\ninactive_file 300\nactive_file 7\n");
        File("user/job/memory.max", "5000");
        File("user/job/memory.current", "200");
        Free("0::/user/job").ShouldBe(400);
    }

    [Fact]
    public void A_group_without_a_limit_leaves_the_choice_to_those_above()
    {
        File("job/memory.max", "max");
        File("job/memory.current", "200");
        Free("0::/job").ShouldBeNull();
        File("memory.max", "700");
        File("memory.current", "200");
        Free("0::/job").ShouldBe(500);
    }

    [Fact]
    public void In_a_container_whose_path_is_not_mounted_the_root_is_the_group()
    {
        File("memory.max", "700");
        File("memory.current", "100");
        Free("0::/system.slice/somewhere").ShouldBe(600);
    }

    [Fact]
    public void The_separate_hierarchy_of_older_systems_is_read_too()
    {
        File("memory/job/memory.limit_in_bytes", "1000");
        File("memory/job/memory.usage_in_bytes", "600");
        File("memory/job/memory.stat", "total_inactive_file 50\n");
        Free("5:cpu:/job\n4:freezer,memory:/job\n0::/").ShouldBe(450);
    }

    [Fact]
    public void Without_groups_nothing_is_limited() => ControlGroup.Free(Path.Combine(_folder, "missing"), _folder).ShouldBeNull();

    private void File(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        System.IO.File.WriteAllText(full, text + "\n");
    }

    private long? Free(string membership)
    {
        File("membership", membership);
        return ControlGroup.Free(Path.Combine(_folder, "membership"), _folder);
    }
}
