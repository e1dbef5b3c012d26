namespace Foldline.Alignments.Tests;

public sealed class SpeciesIdTests
{
    [Theory]
    [InlineData("sp|P69905|HBA_HUMAN/2-142 [subseq from] Hemoglobin", "HUMAN")]
    [InlineData("tr|A0A0A6YY28_2|A0A0A6YY28_9BACT", "9BACT")]
    [InlineData("  tr|Q8N5C7|DTWD1_MOUSE", "MOUSE")]
    [InlineData("tr|Q8N5C7|DTWD1_TOOLONG", "TOOLO")]
    [InlineData("UniRef100_A0A0M5M6Q1_2562661/\t257\t0.978", "2562661")]
    [InlineData("UniRef100_UPI000B1A43EC_1463901/1-217 [subseq from]", "1463901")]
    [InlineData("UniRef100_UPI0013EB228B\t46", "")]
    [InlineData("UniRef90_A0A0M5M6Q1_2562661", "")]
    [InlineData("SRR5579883_532585", "")]
    [InlineData("query", "")]
    [InlineData("", "")]
    public void The_species_is_read_from_names_that_carry_one(string description, string species) => SpeciesId.Of(description).ShouldBe(species);

    [Fact]
    public void Nothing_of_a_later_line_or_word_counts_as_a_name() => SpeciesId.Of("xx sp|P69905|HBA_HUMAN").ShouldBe("");
}
