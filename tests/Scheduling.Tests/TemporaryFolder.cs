namespace Foldline.Scheduling.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("foldline-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
