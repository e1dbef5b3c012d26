namespace Foldline.Persistence;

/// <summary>Table <c>schedules</c>.</summary>
internal sealed class ScheduleRow
{
    public required string Id { get; set; }

    public required string Project { get; set; }

    public required string Plan { get; set; }

    public required string Definition { get; set; }

    public int Enabled { get; set; }

    public int Watches { get; set; }

    public long? DueAt { get; set; }

    public long CreatedAt { get; set; }

    public long? LastAt { get; set; }

    public string? LastCampaign { get; set; }

    public string? LastNote { get; set; }
}
