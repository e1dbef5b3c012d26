using System.Globalization;

namespace Foldline.Training.Runs;

/// <summary>The evaluations of a run as CSV, one line per sample, appended as they happen.</summary>
public sealed class EvaluationTable
{
    private const string Header = "step,entry,held_out,sample,lddt,rmsd,plddt,clashes,score,sampler_steps";
    private readonly string _path;

    /// <summary>The table in a file; keeps the lines up to a step.</summary>
    public EvaluationTable(string path, long lastStep)
    {
        _path = path;
        var kept = File.Exists(path) ? Read(path).Where(row => row.Step <= lastStep).Select(Line) : [];
        var partial = path + ".partial";
        File.WriteAllLines(partial, [.. kept.Prepend(Header)]);
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Adds samples.</summary>
    public void Add(IEnumerable<EvaluationRow> rows) => File.AppendAllLines(_path, rows.Select(Line));

    /// <summary>All rows of a file.</summary>
    public static IReadOnlyList<EvaluationRow> Read(string path) => [.. File.ReadLines(path).Skip(1).Select(line => Parse(line.Split(',')))];

    private static EvaluationRow Parse(string[] cells) => new(
        long.Parse(cells[0], CultureInfo.InvariantCulture), cells[1], cells[2] == "1", int.Parse(cells[3], CultureInfo.InvariantCulture), Number(cells[4]),
        Number(cells[5]), Number(cells[6]), int.Parse(cells[7], CultureInfo.InvariantCulture), cells.Length > 8 ? Number(cells[8]) : double.NaN,
        cells.Length > 9 ? int.Parse(cells[9], CultureInfo.InvariantCulture) : 0);

    private static string Line(EvaluationRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Step},{row.Entry},{(row.HeldOut ? 1 : 0)},{row.Sample},{row.Lddt:R},{row.Rmsd:R},{row.Plddt:R},{row.Clashes},{row.Score:R},{row.SamplerSteps}");

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
