using System.ComponentModel;
using System.Net.Http;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Foldline.Artifacts;
using Foldline.Sequences;

namespace Foldline.Activities;

/// <summary>What exceptions mean where an activity does not say: the rules every activity shares.</summary>
public static class FailureClassifier
{
    private static readonly string[] MemoryPhrases = ["out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory", "alloc failed"];
    private static readonly string[] DiskPhrases = ["no space left", "disk quota exceeded", "disk full"];

    /// <summary>The class, sentence and remedy of an exception.</summary>
    public static FailureVerdict Classify(Exception exception)
    {
        var cause = exception is AggregateException { InnerExceptions.Count: 1 } several ? several.InnerExceptions[0] : exception;
        if (cause is ActivityFailedException known) return known.Verdict;
        var (failureClass, suggestion) = Judge(cause);
        return new FailureVerdict(failureClass, cause.Message, suggestion) { LogTail = cause.ToString() };
    }

    private static (FailureClass Class, string? Suggestion) Judge(Exception cause) => cause switch
    {
        InputException => (FailureClass.Deterministic, "Correct the input and submit the target again."),
        OutOfMemoryException => (FailureClass.Resource, "Use a machine with more memory, or split the complex."),
        IOException full when StorageFullException.Means(full) => (FailureClass.Resource, "Free some space or choose another folder, then resume."),
        _ when Says(cause, DiskPhrases) => (FailureClass.Resource, "Free some space or choose another folder, then resume."),
        _ when Says(cause, MemoryPhrases) => (FailureClass.Resource, "Use a machine or device with more memory, or split the complex."),
        TimeoutException => (FailureClass.Resource, "Allow more time for this activity, or use a faster machine."),
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException =>
            (FailureClass.Deterministic, "Check the path and its permissions, then retry."),
        InvalidDataException or JsonException or FormatException =>
            (FailureClass.Deterministic, "Check the file that was read; it does not hold what its name promises."),
        IOException or HttpRequestException or SocketException or OperationCanceledException => (FailureClass.Transient, null),
        ArgumentException or NotSupportedException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException
            or InvalidCastException or KeyNotFoundException or ArithmeticException or NotImplementedException => (FailureClass.Deterministic, null),
        ExternalException or Win32Exception => (FailureClass.Deterministic, null),
        _ => (FailureClass.Transient, null),
    };

    private static bool Says(Exception cause, string[] phrases) => phrases.Any(phrase => cause.Message.Contains(phrase, StringComparison.OrdinalIgnoreCase));
}
