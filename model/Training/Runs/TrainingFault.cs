namespace Foldline.Training.Runs;

/// <summary>A run that had to stop: the loss or a gradient was no finite number. The batch that caused it was saved.</summary>
/// <param name="message">Step, entry and where the batch lies.</param>
public sealed class TrainingFault(string message) : Exception(message);
