using Foldline.Activities.Search;
using Foldline.Sequences;
using Foldline.Server.TargetResults;

namespace Foldline.Server.Drawing;

/// <summary>How deep an alignment is at each position.</summary>
internal static class AlignmentDepth
{
    public static AlignmentAnswer Of(Entity entity, ChainAlignments alignments, string address)
    {
        var depth = new int[entity.Sequence.Length];
        var (rows, column) = (0, 0);
        foreach (var line in alignments.Unpaired.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || line[0] == '#') continue;
            if (line[0] == '>')
            {
                (rows, column) = (rows + 1, 0);
                continue;
            }
            foreach (var letter in line)
            {
                if (char.IsAsciiLetterLower(letter) || letter is '.' || char.IsWhiteSpace(letter)) continue;
                if (column < depth.Length && letter != '-') depth[column]++;
                column++;
            }
        }
        return new AlignmentAnswer([.. entity.ChainIds], entity.Sequence.Length, rows, depth, [.. alignments.Databases.Select(database => database.Database)], address);
    }
}
