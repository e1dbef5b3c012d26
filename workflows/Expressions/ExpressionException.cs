namespace Foldline.Workflows;

/// <summary>An expression could not be evaluated; the message names the node and the input.</summary>
public sealed class ExpressionException(string message, Exception? inner = null) : Exception(message, inner);
