using System.Text;
using Foldline.Ranking.Output;

namespace Foldline.Cli.Results;

/// <summary><c>failures.csv</c>: every target without a result, why, and what to do. It is written even when it is empty, so that a script can count its rows.</summary>
public static class FailureTable
{
    /// <summary>The file's text.</summary>
    public static string Format(params IEnumerable<TargetFailure> failures)
    {
        var text = new StringBuilder("target,stage,class,attempts,message,suggestion,log_tail\n");
        foreach (var failure in failures)
            text.Append(CsvText.Row(failure.Target, failure.Stage, failure.Class, $"{failure.Attempts}", failure.Message, failure.Suggestion, failure.LogTail));
        return text.ToString();
    }
}
