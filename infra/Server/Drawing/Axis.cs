namespace Foldline.Server.Drawing;

/// <summary>Round numbers for axes.</summary>
public static class Axis
{
    /// <summary>Multiples of 1, 2 or 5 times a power of ten between two values, about as many as wanted.</summary>
    public static IEnumerable<double> Ticks(double from, double to, int wanted)
    {
        double step = Step(to - from, wanted);
        for (double tick = Math.Ceiling(from / step) * step; tick <= to + step * 1e-9; tick += step) yield return tick;
    }

    /// <summary>Multiples of whole seconds, minutes or hours up to a duration, about as many as wanted.</summary>
    public static IEnumerable<double> TimeTicks(double seconds, int wanted)
    {
        double[] steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
        double least = seconds / wanted;
        double step = steps.FirstOrDefault(step => step >= least) is var found and > 0 ? found : 86400 * Math.Ceiling(least / 86400);
        for (int i = 0; i * step <= seconds; i++) yield return i * step;
    }

    private static double Step(double range, int wanted)
    {
        double rough = Math.Max(range, 1e-9) / Math.Max(1, wanted);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double part = rough / power;
        return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
    }
}
