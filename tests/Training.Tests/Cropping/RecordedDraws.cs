using System.Text.Json;
using Foldline.Training.Data;

namespace Foldline.Training.Tests.Cropping;

/// <summary>Gives back the draws that the original made, and checks that they are asked for in the same order with the same bounds.</summary>
internal sealed class RecordedDraws(JsonElement draws) : IDraws
{
    private int _next;

    public bool AreSpent => _next == draws.GetArrayLength();

    public int Integer(int low, int high)
    {
        var draw = Next("randint");
        Bound(draw[2]).ShouldBe(low);
        Bound(draw[3]).ShouldBe(high);
        return draw[1][0].GetInt32();
    }

    public int[] Permutation(int count)
    {
        int[] order = [.. Next("randperm")[1].EnumerateArray().Select(item => item.GetInt32())];
        order.Length.ShouldBe(count);
        return order;
    }

    public int Weighted(ReadOnlySpan<double> weights) => throw new InvalidOperationException("The choice of the method is not recorded.");

    private static int Bound(JsonElement text) => int.Parse(text.ToString().Replace("tensor(", "").Replace(")", ""));

    private JsonElement Next(string kind)
    {
        var draw = draws[_next++];
        draw[0].GetString().ShouldBe(kind);
        return draw;
    }
}
