namespace Foldline.Search.Tests;

public sealed class HmmerInstallationTests
{
    private static string Fake => Path.Combine(AppContext.BaseDirectory, "Foldline.FakeHmmer");

    [Fact]
    public async Task The_version_is_asked_of_the_program()
    {
        var installation = await HmmerInstallation.FindAsync(Fake, environment: SearchFixture.Variables("canned"));
        (installation.Jackhmmer, installation.Version, installation.HasRowLimit, installation.Label).ShouldBe((Fake, "9.9.9", false, "jackhmmer 9.9.9"));
    }

    [Fact]
    public async Task A_patched_program_is_known_by_its_option() =>
        (await HmmerInstallation.FindAsync(Fake, environment: SearchFixture.Variables("patched"))).HasRowLimit.ShouldBeTrue();

    [Fact]
    public async Task A_missing_program_comes_with_the_way_to_install_it()
    {
        var fault = await Should.ThrowAsync<SearchException>(() => HmmerInstallation.FindAsync(searchPath: AppContext.BaseDirectory));
        fault.Kind.ShouldBe(SearchFaultKind.MissingTool);
        fault.Message.ShouldBe($"jackhmmer was not found in {AppContext.BaseDirectory}. Install HMMER (Debian, Ubuntu: apt-get install hmmer; conda: conda install -c bioconda hmmer), or name its folder (--hmmer DIR).");
    }

    [Fact]
    public async Task Another_program_under_the_name_is_refused() =>
        (await Should.ThrowAsync<SearchException>(() => HmmerInstallation.FindAsync("/bin/true"))).Message.ShouldContain("does not answer like HMMER's jackhmmer");

    [Fact]
    public async Task A_file_that_is_no_program_is_refused() =>
        (await Should.ThrowAsync<SearchException>(() => HmmerInstallation.FindAsync(Path.Combine(AppContext.BaseDirectory, "Foldline.FakeHmmer.deps.json")))).Kind.ShouldBe(SearchFaultKind.MissingTool);

    [Fact]
    public async Task A_program_that_vanished_since_is_missing()
    {
        using var fixture = new SearchFixture();
        var fault = await Should.ThrowAsync<SearchException>(() => fixture.Search(new HmmerInstallation("/nowhere/jackhmmer", "3.3.2")).SearchAsync(fixture.Request));
        fault.Kind.ShouldBe(SearchFaultKind.MissingTool);
        fixture.Leftovers.ShouldBeEmpty();
    }
}
