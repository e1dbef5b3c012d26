namespace Foldline.Sequences;

/// <summary>A target as a file names it, before it is checked: building it throws <see cref="InputException"/> for faults of this target alone.</summary>
/// <param name="Name">The name as the user wrote it; may be empty.</param>
/// <param name="Origin">The file, and the line or job in it.</param>
/// <param name="BuildAsync">Checks the content and makes the target; gets the safe name and a list for notices.</param>
internal sealed record InputJob(string Name, string Origin, Func<string, List<string>, CancellationToken, Task<Target>> BuildAsync);
