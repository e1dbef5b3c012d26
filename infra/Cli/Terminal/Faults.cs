using System.Data.Common;
using System.Runtime.InteropServices;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Search;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Cli.Terminal;

/// <summary>Turns what a command threw into the sentence the user reads and the code the shell reads. A stack trace goes to a file, never to the screen.</summary>
public static class Faults
{
    /// <summary>The exit code for <paramref name="fault"/>, after its sentence was printed.</summary>
    /// <param name="screen">Where the sentence goes.</param>
    /// <param name="fault">What was thrown.</param>
    /// <param name="traceFolder">Where the trace of an unforeseen fault may be written, if it exists; else it goes to the current folder.</param>
    /// <param name="time">The clock.</param>
    public static int Report(Screen screen, Exception fault, string traceFolder, TimeProvider time)
    {
        if (fault is AggregateException { InnerExceptions: [var only] }) return Report(screen, only, traceFolder, time);
        var (code, sentence) = Foreseen(fault) ?? (ExitCode.Fault, Unforeseen(fault, traceFolder, time));
        screen.Fail(sentence);
        return code;
    }

    private static (int Code, string Sentence)? Foreseen(Exception fault) => fault switch
    {
        OperationCanceledException => (ExitCode.Cancelled, "cancelled; what was committed is kept, continue with --resume."),
        InputException or DefinitionException or StoreAddressException => (ExitCode.BadInput, fault.Message),
        MachineLacksException or BlobRefusedException or SearchException { Kind: SearchFaultKind.MissingTool } => (ExitCode.MachineLacks, fault.Message),
        _ when FullDisk(fault) => (ExitCode.MachineLacks, $"the disk is full: {OneLine(fault.Message)} Free some space and run again with --resume."),
        UnauthorizedAccessException => (ExitCode.MachineLacks, $"{OneLine(fault.Message)} Choose a folder you may write to, or change its permissions."),
        RunException when fault.GetBaseException() is DbException or IOException => (ExitCode.MachineLacks, fault.Message),
        RunException => (ExitCode.BadInput, fault.Message),
        DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException } =>
            (ExitCode.MachineLacks, $"a native library does not load: {OneLine(fault.GetBaseException().Message)} 'foldline doctor' says more."),
        IOException => (ExitCode.MachineLacks, OneLine(fault.Message)),
        OutOfMemoryException or ExternalException when FailureClassifier.Classify(fault) is { Class: FailureClass.Resource } =>
            (ExitCode.MachineLacks, $"memory ran out: {OneLine(fault.Message.Split('\n')[0])} Use fewer tokens (in training a smaller crop, recompute or diffusionChunk), or a device with more memory."),
        _ => null,
    };

    private static bool FullDisk(Exception fault)
    {
        const int SqliteFull = 13;
        return fault is IOException error && StorageFullException.Means(error)
               || fault.GetBaseException() is IOException inner && StorageFullException.Means(inner)
               || fault.GetBaseException() is DbException { ErrorCode: var code } && (code == SqliteFull || fault.GetBaseException().Message.Contains("is full", StringComparison.Ordinal));
    }

    private static string Unforeseen(Exception fault, string traceFolder, TimeProvider time)
    {
        var what = $"an unforeseen error, which is a fault of this program: {fault.GetType().Name}: {OneLine(fault.Message)}";
        var name = $"foldline-fault-{time.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}.txt";
        foreach (var folder in new[] { traceFolder, Environment.CurrentDirectory }.Where(Directory.Exists))
        {
            try
            {
                var file = Path.Combine(folder, name);
                File.WriteAllText(file, $"{time.GetUtcNow():O}\n{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}\n{fault}\n");
                return $"{what} The trace is in {file}; please send it with your report.";
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException)
            {
                // The next folder may do; without any the sentence stands alone.
            }
        }
        return what;
    }

    private static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.EndsWith('.') ? line : line + ".";
    }
}
