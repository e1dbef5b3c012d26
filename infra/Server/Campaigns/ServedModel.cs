namespace Foldline.Server.Campaigns;

/// <summary>The network this server computes with, for forms and pages.</summary>
/// <param name="Name">Its official name.</param>
/// <param name="WeightsLabel">What its weights are where they are no trained predictor; empty otherwise.</param>
/// <param name="WeightsHash">SHA-256 of the weights file; empty where there is none.</param>
/// <param name="Device">The device.</param>
public sealed record ServedModel(string Name, string WeightsLabel, string WeightsHash, string Device);
