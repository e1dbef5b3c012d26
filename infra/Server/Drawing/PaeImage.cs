namespace Foldline.Server.Drawing;

/// <summary>A PAE matrix small enough to carry in a page: one byte per cell, at most 240 cells a side, larger ones averaged over blocks.</summary>
/// <param name="Size">Cells a side.</param>
/// <param name="Bytes">Error in eighths of an Å, 0–255 (31.9 Å), as base64. [row, column]</param>
public sealed record PaeImage(int Size, string Bytes)
{
    private const int LargestSize = 240;
    private const float StepsPerAngstrom = 8;

    /// <summary>The image of a matrix.</summary>
    /// <param name="pae">Expected aligned error, Å. [token, token]</param>
    /// <param name="tokens">Tokens a side.</param>
    public static PaeImage Of(float[] pae, int tokens)
    {
        int size = Math.Min(tokens, LargestSize);
        var cells = new byte[size * size];
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++)
            {
                double sum = 0;
                int count = 0;
                for (int i = First(row); i < First(row + 1); i++)
                    for (int j = First(column); j < First(column + 1); j++) (sum, count) = (sum + pae[i * tokens + j], count + 1);
                cells[row * size + column] = (byte)Math.Clamp(Math.Round(sum / count * StepsPerAngstrom), 0, 255);
            }
        return new PaeImage(size, Convert.ToBase64String(cells));

        int First(int cell) => (int)((long)cell * tokens / size);
    }
}
