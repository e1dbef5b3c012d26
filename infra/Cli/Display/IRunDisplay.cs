using Foldline.Workflows;

namespace Foldline.Cli.Display;

/// <summary>Shows a run while it goes on.</summary>
public interface IRunDisplay : IAsyncDisposable
{
    /// <summary>Something happened; called from one thread at a time.</summary>
    void Show(RunEvent happened);

    /// <summary>A sentence for the user that is no event of the run.</summary>
    void Note(string sentence);
}
