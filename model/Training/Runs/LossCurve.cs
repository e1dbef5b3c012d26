using System.Globalization;
using System.Text;
using Foldline.Training.Losses;

namespace Foldline.Training.Runs;

/// <summary>
/// The steps of a run as CSV, one line each, appended as they happen. Numbers are written so that they read back to the same bits; lines after the step of the
/// checkpoint that a run resumes from are dropped, since those steps happen again.
/// </summary>
public sealed class LossCurve
{
    private static readonly LossTerm[] Terms = Enum.GetValues<LossTerm>();
    private readonly string _path;

    /// <summary>The curve in a file; keeps the lines before a step.</summary>
    /// <param name="path">The CSV file, made where absent.</param>
    /// <param name="nextStep">The first step that will be added.</param>
    public LossCurve(string path, long nextStep)
    {
        _path = path;
        var kept = File.Exists(path) ? File.ReadLines(path).Skip(1).Where(line => StepOf(line) is { } step && step < nextStep) : [];
        var partial = path + ".partial";
        File.WriteAllLines(partial, [.. kept.Prepend(Header)]);
        File.Move(partial, path, overwrite: true);
    }

    private static string Header => $"step,entries,tokens,cycles,rate,gradient_norm,loss,{string.Join(",", Terms.Select(Name))},seconds";

    /// <summary>Adds a step.</summary>
    public void Add(StepRecord record)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{record.Step},{record.Entries},{record.Tokens},{record.Cycles},{Text(record.Rate)},");
        line.Append(CultureInfo.InvariantCulture, $"{Text(record.GradientNorm)},{Text(record.Loss)},");
        line.AppendJoin(',', Terms.Select(term => record.Terms.TryGetValue(term, out var value) ? Text(value) : ""));
        line.Append(CultureInfo.InvariantCulture, $",{record.Seconds:F3}").AppendLine();
        File.AppendAllText(_path, line.ToString());
    }

    /// <summary>All steps of a file, as (step, total, terms).</summary>
    public static IReadOnlyList<(long Step, double Loss, IReadOnlyDictionary<LossTerm, double> Terms)> Read(string path)
    {
        var points = new List<(long, double, IReadOnlyDictionary<LossTerm, double>)>();
        foreach (var cells in File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Where(cells => cells.Length == 8 + Terms.Length))
        {
            var terms = new Dictionary<LossTerm, double>();
            for (var i = 0; i < Terms.Length; i++)
                if (cells[7 + i].Length > 0) terms[Terms[i]] = Number(cells[7 + i]);
            points.Add((long.Parse(cells[0], CultureInfo.InvariantCulture), Number(cells[6]), terms));
        }
        return points;
    }

    private static string Name(LossTerm term) => term.ToString().ToLowerInvariant();

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static long? StepOf(string line)
        => long.TryParse(line.AsSpan(0, Math.Max(0, line.IndexOf(','))), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;
}
