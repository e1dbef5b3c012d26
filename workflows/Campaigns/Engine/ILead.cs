namespace Foldline.Workflows;

/// <summary>The lead among the processes of one state: one of them admits, reconciles and watches budgets.</summary>
public interface ILead : IAsyncDisposable
{
    /// <summary>Whether it still holds; a lost connection to the database ends it.</summary>
    Task<bool> HoldsAsync(CancellationToken cancellationToken);
}
