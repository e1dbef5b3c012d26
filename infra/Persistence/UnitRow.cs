namespace Foldline.Persistence;

/// <summary>Table <c>units</c>: committed results of units of work, shared by all runs.</summary>
internal sealed class UnitRow
{
    public required string Key { get; set; }

    public required string Label { get; set; }

    public required string Result { get; set; }

    public required string RunId { get; set; }

    public long CreatedAt { get; set; }
}
