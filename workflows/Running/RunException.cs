namespace Foldline.Workflows;

/// <summary>A run cannot begin or continue as asked; the message says why and what to do.</summary>
public sealed class RunException(string message, Exception? inner = null) : Exception(message, inner);
