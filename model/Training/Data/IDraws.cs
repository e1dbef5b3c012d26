namespace Foldline.Training.Data;

/// <summary>Where the random choices of an example come from: a seed in training, a record in comparisons with the original.</summary>
public interface IDraws
{
    /// <summary>A whole number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    int Integer(int low, int high);

    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 in random order.</summary>
    int[] Permutation(int count);

    /// <summary>An index, drawn with these non-negative weights.</summary>
    int Weighted(ReadOnlySpan<double> weights);
}
