namespace Foldline.Activities;

/// <summary>How far an activity is.</summary>
/// <param name="Stage">What it does now, e.g. <c>sampling</c>.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 where that is not known.</param>
/// <param name="Message">A few words for the screen.</param>
public readonly record struct ActivityProgress(string Stage, long Done = 0, long Total = 0, string? Message = null);
