namespace Foldline.Search.Tests;

public sealed class DatabaseTests : IDisposable
{
    private readonly SearchFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task The_bundled_database_is_unpacked_once_and_is_what_it_should_be()
    {
        var database = await BundledDatabase.UnpackAsync(_fixture.Root);
        File.ReadLines(database.Path).Count(line => line.StartsWith('>')).ShouldBe(BundledDatabase.Sequences);
        (await DatabaseFingerprint.ComputeAsync(database.Path)).Key.ShouldBe($"sha256:{BundledDatabase.Sha256}");
        var written = File.GetLastWriteTimeUtc(database.Path);
        (await BundledDatabase.UnpackAsync(_fixture.Root)).ShouldBe(database);
        File.GetLastWriteTimeUtc(database.Path).ShouldBe(written);
        Directory.GetFiles(_fixture.Root, "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_damaged_copy_of_the_bundled_database_is_replaced()
    {
        var database = await BundledDatabase.UnpackAsync(_fixture.Root);
        await using (var file = File.OpenWrite(database.Path)) file.WriteByte((byte)'x');
        await BundledDatabase.UnpackAsync(_fixture.Root);
        (await DatabaseFingerprint.ComputeAsync(database.Path)).ContentHash.ShouldBe(BundledDatabase.Sha256);
    }

    [Fact]
    public async Task Names_of_the_bundled_database_carry_species()
    {
        var database = await BundledDatabase.UnpackAsync(_fixture.Root);
        var names = File.ReadLines(database.Path).Where(line => line.StartsWith('>')).Select(line => line[1..]).ToList();
        names.ShouldBeUnique();
        names.Count(name => Alignments.SpeciesId.Of(name).Length > 0).ShouldBe(21_655);
        names.Where(name => Alignments.SpeciesId.Of(name).Length > 0).ShouldAllBe(name => Alignments.SpeciesId.Of(name).All(char.IsAsciiDigit));
    }

    [Fact]
    public async Task A_folder_that_cannot_hold_the_bundled_database_is_named()
    {
        var fault = await Should.ThrowAsync<SearchException>(() => BundledDatabase.UnpackAsync(Path.Combine(_fixture.DatabasePath, "cache")));
        fault.Message.ShouldContain(_fixture.DatabasePath);
    }

    [Fact]
    public async Task A_change_between_the_samples_shows_in_time_or_size()
    {
        var path = Path.Combine(_fixture.Root, "big");
        await using (var file = File.Create(path)) file.SetLength(64L << 20);
        Task<DatabaseFingerprint> PrintAsync() => DatabaseFingerprint.ComputeAsync(path, 1000, CancellationToken.None);
        var first = await PrintAsync();
        first.IsWhole.ShouldBeFalse();
        (await PrintAsync()).ShouldBe(first);

        await using (var file = File.OpenWrite(path))
        {
            file.Position = file.Length - 10;
            file.WriteByte(1);
        }
        (await PrintAsync()).ContentHash.ShouldNotBe(first.ContentHash);
        File.SetLastWriteTimeUtc(path, first.Modified.UtcDateTime.AddHours(1));
        (await PrintAsync()).Key.ShouldNotBe(first.Key);
    }

    [Theory]
    [InlineData("uniprot_all", DatabaseRoles.Paired, 50_000)]
    [InlineData("UniRef90", DatabaseRoles.Unpaired, 10_000)]
    [InlineData("uniref100", DatabaseRoles.Both, 10_000)]
    [InlineData("mgnify", DatabaseRoles.Unpaired, 5_000)]
    [InlineData("small_bfd", DatabaseRoles.Unpaired, 5_000)]
    [InlineData("ours", DatabaseRoles.Unpaired, 10_000)]
    public void A_known_name_brings_its_role_and_cap(string name, DatabaseRoles roles, int cap) =>
        SequenceDatabase.Named(name, "/x").ShouldBe(new SequenceDatabase { Name = name, Path = "/x", Roles = roles, RowCap = cap });
}
