using Foldline.Cli.Commands;
using Foldline.Sequences;

namespace Foldline.Cli.Tests.Commands;

public sealed class MemoryOptionTests
{
    [Fact]
    public void Gigabytes_become_bytes_and_nothing_stays_nothing()
    {
        MemoryOption.Bytes(1.5).ShouldBe(1_500_000_000);
        MemoryOption.Bytes(null).ShouldBeNull();
    }

    [Theory, InlineData(0), InlineData(-2), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void What_is_no_amount_of_memory_is_refused_by_name(double gigabytes) =>
        Should.Throw<InputException>(() => MemoryOption.Bytes(gigabytes)).Message.ShouldContain("--memory-gb");
}
