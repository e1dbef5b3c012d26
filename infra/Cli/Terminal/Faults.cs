using Foldline.Sequences;

namespace Foldline.Cli.Terminal;

/// <summary>Turns what a command threw into the sentence the user reads and the code the shell reads.</summary>
public static class Faults
{
    private const int NoSpaceLeft = 28;                     // errno ENOSPC, in the low half of an IOException's HResult on Unix

    /// <summary>The exit code for <paramref name="fault"/>, after its sentence was printed. An unforeseen fault prints its whole trace: that is ours to mend.</summary>
    public static int Report(Screen screen, Exception fault)
    {
        switch (fault)
        {
            case OperationCanceledException:
                screen.Fail("cancelled; what was committed is kept, continue with --resume.");
                return ExitCode.Cancelled;
            case InputException:
                screen.Fail(fault.Message);
                return ExitCode.BadInput;
            case MachineLacksException:
                screen.Fail(fault.Message);
                return ExitCode.MachineLacks;
            case IOException { HResult: var code } when (code & 0xffff) == NoSpaceLeft:
                screen.Fail($"the disk is full: {fault.Message} Free some space and run again with --resume.");
                return ExitCode.MachineLacks;
            case UnauthorizedAccessException:
                screen.Fail($"{fault.Message} Choose a folder you may write to, or change its permissions.");
                return ExitCode.MachineLacks;
            case AggregateException { InnerExceptions: [var only] }:
                return Report(screen, only);
            default:
                screen.Fail($"an unforeseen error, which is a fault of this program: {fault}");
                return 1;
        }
    }
}
