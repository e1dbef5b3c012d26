using System.Numerics;

namespace Foldline.Training.Assemblies;

/// <summary>Finds points near a place: points are kept by cubes as wide as the radius.</summary>
internal sealed class CellGrid
{
    private readonly float _radius;
    private readonly IReadOnlyList<Vector3> _points;
    private readonly Dictionary<(int, int, int), List<int>> _cells = [];

    public CellGrid(IReadOnlyList<Vector3> points, float radius)
    {
        (_points, _radius) = (points, radius);
        for (int i = 0; i < points.Count; i++)
        {
            var cell = Cell(points[i]);
            if (!_cells.TryGetValue(cell, out var list)) _cells.Add(cell, list = []);
            list.Add(i);
        }
    }

    /// <summary>The indices of the points within the radius.</summary>
    public IEnumerable<int> Near(Vector3 place)
    {
        var (x, y, z) = Cell(place);
        for (int i = x - 1; i <= x + 1; i++)
            for (int j = y - 1; j <= y + 1; j++)
                for (int k = z - 1; k <= z + 1; k++)
                    if (_cells.TryGetValue((i, j, k), out var list))
                        foreach (int point in list)
                            if (Vector3.DistanceSquared(_points[point], place) <= _radius * _radius) yield return point;
    }

    private (int, int, int) Cell(Vector3 point) =>
        ((int)MathF.Floor(point.X / _radius), (int)MathF.Floor(point.Y / _radius), (int)MathF.Floor(point.Z / _radius));
}
