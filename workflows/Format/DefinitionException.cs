namespace Foldline.Workflows;

/// <summary>A workflow definition cannot be read or must not run; the message names the node and the remedy.</summary>
public sealed class DefinitionException : Exception
{
    /// <summary>One problem in a sentence.</summary>
    public DefinitionException(string message, Exception? inner = null) : base(message, inner) => Problems = [];

    /// <summary>All problems validation found.</summary>
    public DefinitionException(string definition, IReadOnlyList<DefinitionProblem> problems)
        : base($"Workflow '{definition}' cannot run: {string.Join(" ", problems.Select(problem => problem.ToString()))}") => Problems = problems;

    /// <summary>What validation found; empty when the definition could not even be read.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; }
}
