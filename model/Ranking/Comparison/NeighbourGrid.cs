namespace Foldline.Ranking.Comparison;

/// <summary>Atoms sorted into cubes as wide as the search distance, so that pairs within it are found in time proportional to their number.</summary>
public sealed class NeighbourGrid
{
    private readonly float[] _coordinates;
    private readonly float _distance;
    private readonly Dictionary<(int X, int Y, int Z), List<int>> _cells = [];

    /// <summary>A grid over atoms.</summary>
    /// <param name="coordinates">Å. [atom, 3]</param>
    /// <param name="distance">The largest distance that will be asked for, Å.</param>
    /// <param name="included">Which atoms take part; <c>null</c> for all. Atoms whose coordinates are not finite never do. [atom]</param>
    public NeighbourGrid(float[] coordinates, float distance, bool[]? included = null)
    {
        (_coordinates, _distance) = (coordinates, distance);
        for (int atom = 0; atom < coordinates.Length / 3; atom++)
        {
            if (included is not null && !included[atom]) continue;
            if (!float.IsFinite(coordinates[3 * atom] + coordinates[3 * atom + 1] + coordinates[3 * atom + 2])) continue;
            var cell = Cell(atom);
            if (!_cells.TryGetValue(cell, out var atoms)) _cells.Add(cell, atoms = []);
            atoms.Add(atom);
        }
    }

    /// <summary>Calls <paramref name="visit"/> once for each unordered pair closer than the grid's distance, with its distance in Å.</summary>
    public void ForEachPair(Action<int, int, float> visit)
    {
        foreach (var (cell, atoms) in _cells)
            for (int dx = -1; dx <= 1; dx++)
                for (int dy = -1; dy <= 1; dy++)
                    for (int dz = -1; dz <= 1; dz++)
                    {
                        if (!_cells.TryGetValue((cell.X + dx, cell.Y + dy, cell.Z + dz), out var others)) continue;
                        foreach (int first in atoms)
                            foreach (int second in others)
                                if (first < second && Distance(first, second) is var apart && apart < _distance) visit(first, second, apart);
                    }
    }

    private float Distance(int first, int second)
    {
        float x = _coordinates[3 * first] - _coordinates[3 * second];
        float y = _coordinates[3 * first + 1] - _coordinates[3 * second + 1];
        float z = _coordinates[3 * first + 2] - _coordinates[3 * second + 2];
        return MathF.Sqrt(x * x + y * y + z * z);
    }

    private (int X, int Y, int Z) Cell(int atom) => (Index(_coordinates[3 * atom]), Index(_coordinates[3 * atom + 1]), Index(_coordinates[3 * atom + 2]));

    private int Index(float coordinate) => (int)Math.Clamp(Math.Floor(coordinate / _distance), int.MinValue / 2, int.MaxValue / 2);
}
