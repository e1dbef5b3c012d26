namespace Foldline.Persistence;

/// <summary>Table <c>schedule_files</c>: what a watched place has given already.</summary>
internal sealed class ScheduleFileRow
{
    public required string ScheduleId { get; set; }

    public required string File { get; set; }

    public long SeenAt { get; set; }
}
