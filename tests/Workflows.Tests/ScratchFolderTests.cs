namespace Foldline.Workflows.Tests;

public sealed class ScratchFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_process_that_begins_leaves_the_files_of_a_living_one_alone()
    {
        using var first = new ScratchFolder(_folder.Path);
        var file = Path.Combine(Directory.CreateDirectory(first.Of(1, 2, 3)).FullName, "half-written");
        File.WriteAllText(file, "work");
        using (var second = new ScratchFolder(_folder.Path)) second.Of(1, 2, 3).ShouldNotBe(first.Of(1, 2, 3));
        File.ReadAllText(file).ShouldBe("work");
    }

    [Fact]
    public void What_dead_processes_left_is_removed()
    {
        var old = Directory.CreateDirectory(Path.Combine(_folder.Path, "54-4-1")).FullName;
        File.WriteAllText(Path.Combine(old, "sample"), "left");
        var dead = Directory.CreateDirectory(Path.Combine(_folder.Path, "dead")).FullName;
        File.WriteAllText(dead + ".lock", "");
        using var folder = new ScratchFolder(_folder.Path);
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBe([folder.Place, folder.Place + ".lock"], ignoreOrder: true);
    }

    [Fact]
    public void Nothing_stays_after_the_end()
    {
        using (var folder = new ScratchFolder(_folder.Path)) Directory.CreateDirectory(folder.Of(1, 1, 1));
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();
}
