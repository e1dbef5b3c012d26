using Foldline.Cli.Terminal;
using Foldline.Sequences;

namespace Foldline.Cli.Running;

/// <summary>The folder a run writes to. A small file in it names the run, so that <c>--resume</c> finds its state.</summary>
public sealed class RunFolder
{
    private const string NameFile = ".foldline-run";

    private RunFolder(string path, string runId, bool isContinued) => (Path, RunId, IsContinued) = (path, runId, isContinued);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The run's name in the state store.</summary>
    public string RunId { get; }

    /// <summary>Whether an earlier run is continued.</summary>
    public bool IsContinued { get; }

    /// <summary>Makes the folder ready for a run, a new one or, with <paramref name="resume"/>, the one it holds.</summary>
    /// <exception cref="InputException">It holds an earlier run that was not asked for, or a file stands in its place.</exception>
    /// <exception cref="MachineLacksException">It cannot be written.</exception>
    public static RunFolder Open(string path, bool resume, TimeProvider time)
    {
        if (File.Exists(path)) throw new InputException($"--out {path} is a file; name a folder for the results.");
        var name = System.IO.Path.Combine(path, NameFile);
        try
        {
            Directory.CreateDirectory(path);
            if (File.Exists(name))
            {
                if (!resume)
                    throw new InputException($"--out {path} holds an earlier run. Continue it with --resume, or name another folder; nothing was overwritten.");
                return new RunFolder(path, File.ReadAllText(name).Trim(), isContinued: true);
            }
            var id = $"run-{time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..8]}";
            File.WriteAllText(name + ".tmp", id + "\n");
            File.Move(name + ".tmp", name);
            return new RunFolder(path, id, isContinued: false);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new MachineLacksException($"--out {path} cannot be written: {fault.Message} Choose a folder you may write to, or free some space.", fault);
        }
    }

    /// <summary>Writes a text file of the folder, whole or not at all.</summary>
    public void Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path + ".tmp", text);
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
