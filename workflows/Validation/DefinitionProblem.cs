namespace Foldline.Workflows;

/// <summary>Something wrong with a definition.</summary>
/// <param name="NodeId">The node, or the empty string for the definition itself.</param>
/// <param name="Message">A sentence that names the node and what to do.</param>
/// <param name="IsError">Whether it must not run; otherwise it is a warning.</param>
public sealed record DefinitionProblem(string NodeId, string Message, bool IsError = true)
{
    /// <inheritdoc/>
    public override string ToString() => Message;
}
