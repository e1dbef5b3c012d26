namespace Foldline.Search.Tests;

public sealed class JackhmmerArgumentsTests
{
    private static readonly SequenceDatabase Database = new() { Name = "uniref90", Path = "/db/uniref90.fasta" };

    [Fact]
    public void Defaults_are_alphafold3s_command_line() =>
        string.Join(' ', JackhmmerArguments.Build(new JackhmmerOptions(), Database, "/tmp/q.fasta", "/tmp/o.sto", 8)).ShouldBe(
            "-o /dev/null -A /tmp/o.sto --noali --F1 0.0005 --F2 5e-05 --F3 5e-07 --cpu 8 -N 1 -E 0.0001 --incE 0.0001 /tmp/q.fasta /db/uniref90.fasta");

    [Fact]
    public void A_database_size_fixes_both_sequence_and_domain_e_values() =>
        string.Join(' ', JackhmmerArguments.Build(new JackhmmerOptions(), Database with { Size = 153_742_194 }, "q", "o", 2)).ShouldContain(" --incE 0.0001 -Z 153742194 --domZ 153742194 q ");

    [Fact]
    public void The_row_limit_is_passed_only_to_a_jackhmmer_that_knows_it() =>
        string.Join(' ', JackhmmerArguments.Build(new JackhmmerOptions(), Database with { RowCap = 77 }, "q", "o", 2, hasRowLimit: true)).ShouldEndWith("--seq_limit 77 q /db/uniref90.fasta");

    [Fact]
    public void Options_reach_their_flags() =>
        string.Join(' ', JackhmmerArguments.Build(new JackhmmerOptions { EValue = 1e-3, Iterations = 3, F1 = 0.02, F2 = 1e-3, F3 = 1e-5 }, Database, "q", "o", 1)).ShouldBe(
            "-o /dev/null -A o --noali --F1 0.02 --F2 0.001 --F3 1e-05 --cpu 1 -N 3 -E 0.001 --incE 0.001 q /db/uniref90.fasta");

    [Fact]
    public void Threads_and_paths_do_not_define_a_result()
    {
        var defining = JackhmmerArguments.Defining(new JackhmmerOptions(), Database);
        defining.ShouldBe(JackhmmerArguments.Defining(new JackhmmerOptions { Cores = 3, Timeout = TimeSpan.FromSeconds(1) }, Database with { Path = "/elsewhere" }));
        defining.ShouldNotContain("--cpu");
        defining.ShouldNotBe(JackhmmerArguments.Defining(new JackhmmerOptions { EValue = 1 }, Database));
    }

    [Fact]
    public void Options_out_of_range_are_named() =>
        Should.Throw<Sequences.InputException>(() => new JackhmmerOptions { F2 = double.NaN }.Validate()).Message.ShouldBe("jackhmmer: F2 is NaN; it must be a positive number.");
}
