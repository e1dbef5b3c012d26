namespace Foldline.Artifacts;

/// <summary>A file that lies in an inbox.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Version">Differs whenever its content was written anew.</param>
public sealed record InboxFile(string Name, long Length, string Version);
