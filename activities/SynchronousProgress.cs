namespace Foldline.Activities;

/// <summary>Hands progress on in the caller's thread, in order; <see cref="Progress{T}"/> would post it to the thread pool.</summary>
/// <param name="report">Hears of it.</param>
public sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
