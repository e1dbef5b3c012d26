namespace Foldline.Sequences.Tests;

/// <summary>A folder of input files for one test.</summary>
internal sealed class InputFolder : IDisposable
{
    public InputFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "inputs", Guid.NewGuid().ToString("N"));

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<TargetBatch> ReadAsync(string name, string text) => TargetReader.ReadAsync([Write(name, text)]);

    /// <summary>The message of the only fault, without the folder.</summary>
    public async Task<string> FaultAsync(string name, string text)
    {
        var batch = await ReadAsync(name, text);
        batch.Targets.ShouldBeEmpty();
        return Bare(batch.Faults.ShouldHaveSingleItem().Message);
    }

    /// <summary>The message a whole file is refused with, without the folder.</summary>
    public async Task<string> RefusalAsync(string name, string text) => Bare((await Should.ThrowAsync<InputException>(() => ReadAsync(name, text))).Message);

    public string Bare(string message) => message.Replace(Path + System.IO.Path.DirectorySeparatorChar, "");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
