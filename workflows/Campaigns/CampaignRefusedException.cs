namespace Foldline.Workflows;

/// <summary>What was asked does not fit the campaign's state or the request is at fault; nothing was changed. The message names the remedy.</summary>
public sealed class CampaignRefusedException(string message, Exception? inner = null) : Exception(message, inner);
