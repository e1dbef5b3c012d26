namespace Foldline.Workflows;

/// <summary>A definition says that the instance has failed.</summary>
internal sealed class WorkflowFaultException(string message) : Exception(message);
