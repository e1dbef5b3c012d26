using System.Runtime.InteropServices;
using Foldline.Cli.Terminal;
using Foldline.Sequences;
using Foldline.Workflows;
using Spectre.Console;

namespace Foldline.Cli.Tests.Terminal;

public sealed class FaultsTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "faults", Guid.NewGuid().ToString("N"))).FullName;
    private readonly StringWriter _messages = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_unforeseen_fault_is_one_line_on_the_screen_and_a_trace_in_a_file()
    {
        Report(Thrown(new InvalidOperationException("two\nlines"))).ShouldBe(ExitCode.Fault);
        var line = _messages.ToString().TrimEnd('\n');
        line.ShouldStartWith("foldline: an unforeseen error, which is a fault of this program: InvalidOperationException: two lines. The trace is in ");
        line.ShouldNotContain('\n');
        var file = Directory.EnumerateFiles(_folder).ShouldHaveSingleItem();
        line.ShouldContain(file);
        File.ReadAllText(file).ShouldContain("at Foldline.Cli.Tests.Terminal.FaultsTests");
    }

    [Fact]
    public void Without_a_place_for_the_trace_the_sentence_stands_alone() =>
        Faults.Report(Screen, Thrown(new InvalidCastException("odd")), "/proc/nowhere", TimeProvider.System).ShouldBe(ExitCode.Fault);

    public static TheoryData<Exception, int> Foreseen => new()
    {
        { new InputException("bad"), ExitCode.BadInput },
        { new DefinitionException("bad"), ExitCode.BadInput },
        { new RunException("other inputs"), ExitCode.BadInput },
        { new RunException("stopped", new IOException("gone")), ExitCode.MachineLacks },
        { new IOException("Connection\nlost"), ExitCode.MachineLacks },
        { new IOException("No space", 28), ExitCode.MachineLacks },
        { new DirectoryNotFoundException("nowhere"), ExitCode.MachineLacks },
        { new UnauthorizedAccessException("no"), ExitCode.MachineLacks },
        { new DllNotFoundException("libtorch"), ExitCode.MachineLacks },
        { new AggregateException(new InputException("bad")), ExitCode.BadInput },
        { new OperationCanceledException(), ExitCode.Cancelled },
        { new ExternalException("CUDA out of memory. Tried to allocate 32.00 MiB.\nException raised from malloc (most recent call first):"), ExitCode.MachineLacks },
        { new OutOfMemoryException(), ExitCode.MachineLacks },
    };

    [Theory, MemberData(nameof(Foreseen), DisableDiscoveryEnumeration = true)]
    public void A_foreseen_fault_is_one_sentence_with_its_code_and_writes_no_file(Exception fault, int code)
    {
        Report(Thrown(fault)).ShouldBe(code);
        _messages.ToString().TrimEnd('\n').ShouldNotContain('\n');
        _messages.ToString().ShouldNotContain("   at ");
        Directory.EnumerateFiles(_folder).ShouldBeEmpty();
    }

    private Screen Screen
    {
        get
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_messages), Ansi = AnsiSupport.No });
            return new Screen(console, console);
        }
    }

    private int Report(Exception fault) => Faults.Report(Screen, fault, _folder, TimeProvider.System);

    private static Exception Thrown(Exception fault)
    {
        try
        {
            throw fault;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }
}
