using Foldline.Training.Losses;

namespace Foldline.Training.Runs;

public sealed class LossCurveTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, Guid.NewGuid().ToString("N"))).FullName;

    private string Csv => Path.Combine(_folder, "losses.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Losses_read_back_to_the_bit()
    {
        var curve = new LossCurve(Csv, 0);
        curve.Add(Record(0, Math.PI));
        curve.Add(Record(1, 1 / 3.0));
        var points = LossCurve.Read(Csv);
        points.Select(point => point.Loss).ShouldBe([Math.PI, 1 / 3.0]);
        points[1].Terms[LossTerm.Mse].ShouldBe(2 / 3.0);
    }

    [Fact]
    public void Steps_after_the_checkpoint_are_dropped_when_a_run_resumes()
    {
        var curve = new LossCurve(Csv, 0);
        for (var step = 0; step < 5; step++) curve.Add(Record(step, step));
        File.AppendAllText(Csv, "5,entry,1"); // a line cut short by a killed process
        new LossCurve(Csv, 3).Add(Record(3, 33));
        LossCurve.Read(Csv).Select(point => point.Loss).ShouldBe([0, 1, 2, 33]);
    }

    [Fact]
    public void The_page_draws_every_curve_and_escapes_names()
    {
        var curve = new LossCurve(Csv, 0);
        for (var step = 0; step < 1500; step++) curve.Add(Record(step, 1.0 / (step + 1)));
        var evaluations = Path.Combine(_folder, "evaluation.csv");
        new EvaluationTable(evaluations, 0).Add([new EvaluationRow(1500, "a<b", true, 0, 0.9, 1.2, 80, 0)]);
        var page = TrainingPage.Render("demo", Csv, evaluations);
        page.ShouldContain("Total loss");
        page.ShouldContain("Mse");
        page.ShouldContain("a&lt;b (held out)");
        page.ShouldNotContain("a<b");
    }

    private static StepRecord Record(long step, double loss) => new()
    {
        Step = step, Entries = "entry", Tokens = 20, Cycles = 1, Rate = 1e-3, GradientNorm = 2, Loss = loss, Seconds = 0.5,
        Terms = new Dictionary<LossTerm, double> { [LossTerm.Mse] = 2 * loss },
    };
}
