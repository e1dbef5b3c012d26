using Foldline.Sequences;

namespace Foldline.Search.Tests;

public sealed class DatabaseSpecTests
{
    [Theory]
    [InlineData("uniref90=/db/uniref90.fasta")]
    [InlineData("mine=/db/a,b@home/x.fasta,z=5")]
    [InlineData("uniprot=/db/uniprot.fasta@256,z=225619586")]
    [InlineData("mgnify=/db/mgy@512,z=623796864,rows=77,use=both,domains=server")]
    [InlineData("other=/db/x,rows=3,use=paired")]
    public void What_is_written_is_read_back(string text) => DatabaseSpec.Format(DatabaseSpec.Parse(text)).ShouldBe(text);

    [Fact]
    public void A_split_database_is_searched_in_its_parts_under_AlphaFold_3s_names()
    {
        var database = DatabaseSpec.Parse("uniref90=/db/uniref90.fasta@128,z=153742194");
        database.RowCap.ShouldBe(10_000);
        database.Parts.Length.ShouldBe(128);
        database.Parts[0].Path.ShouldBe("/db/uniref90.fasta-00000-of-00128");
        database.Parts[127].Path.ShouldBe("/db/uniref90.fasta-00127-of-00128");
        database.Parts.ShouldAllBe(part => part.IsShard && part.Size == 153_742_194 && part.Shards == 0);
    }

    [Theory]
    [InlineData("x", "write NAME=PATH")]
    [InlineData("=x", "write NAME=PATH")]
    [InlineData("x=", "write NAME=PATH")]
    [InlineData("x=/a,z=many", "z=many")]
    [InlineData("x=/a@0", "@0")]
    [InlineData("x=/a,use=some", "use=some")]
    public void A_wrong_part_is_named(string text, string words) => Should.Throw<InputException>(() => DatabaseSpec.Parse(text)).Message.ShouldContain(words);

    [Fact]
    public void Without_the_size_of_the_whole_or_with_a_part_missing_it_is_refused()
    {
        Should.Throw<InputException>(() => DatabaseSpec.Parse("x=/nowhere@2").Validate()).Message.ShouldContain("z=N");
        Should.Throw<InputException>(() => DatabaseSpec.Parse("x=/nowhere@2,z=10").Validate()).Message.ShouldContain("/nowhere-00000-of-00002 does not exist");
    }

    [Fact]
    public void Server_domains_leave_the_domains_to_each_part()
    {
        var part = DatabaseSpec.Parse("x=/a@2,z=10").Parts[0];
        string.Join(' ', JackhmmerArguments.Build(new JackhmmerOptions(), part, "q", "o", 2, table: "t")).ShouldContain("-N 1 --tblout t -E 0.0001 --incE 0.0001 -Z 10 --domZ 10 q");
        string.Join(' ', JackhmmerArguments.Build(new JackhmmerOptions(), part with { ServerDomains = true }, "q", "o", 2, table: "t")).ShouldEndWith("-Z 10 q /a-00000-of-00002");
    }
}
