using Foldline.Cli.Terminal;
using Foldline.Sequences;

namespace Foldline.Cli.Running;

/// <summary>
/// The folder a run writes to. A small file in it names the run, so that <c>--resume</c> finds its state, and the network that makes it, so that one folder never
/// mixes the structures of two.
/// </summary>
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

    /// <summary>Says whether <see cref="Open"/> may be called; changes nothing.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="resume">Whether an earlier run may be continued.</param>
    /// <param name="making">The network, weights and number type of this run, in a line.</param>
    /// <exception cref="InputException">It holds an earlier run that was not asked for or was made otherwise, or a file stands in its place.</exception>
    public static void Check(string path, bool resume, string making)
    {
        if (File.Exists(path)) throw new InputException($"--out {path} is a file; name a folder for the results.");
        if (Read(path) is not { } earlier) return;
        if (!resume) throw new InputException($"--out {path} holds an earlier run. Continue it with --resume, or name another folder; nothing was overwritten.");
        if (earlier.Making.Length > 0 && earlier.Making != making)
            throw new InputException($"--out {path} holds a run of {earlier.Making}, and this command asks for {making}. Resume with the same --model, --weights and --dtype, or name another folder.");
    }

    /// <summary>Makes the folder ready for a run, a new one or the one it holds.</summary>
    /// <exception cref="InputException">As <see cref="Check"/>.</exception>
    /// <exception cref="MachineLacksException">It cannot be written.</exception>
    public static RunFolder Open(string path, bool resume, string making, TimeProvider time)
    {
        Check(path, resume, making);
        try
        {
            Directory.CreateDirectory(path);
            if (Read(path) is { } earlier) return new RunFolder(path, earlier.RunId, isContinued: true);
            var id = $"run-{time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..8]}";
            var folder = new RunFolder(path, id, isContinued: false);
            folder.Write(NameFile, $"{id}\n{making}\n");
            return folder;
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

    private static (string RunId, string Making)? Read(string path)
    {
        var file = System.IO.Path.Combine(path, NameFile);
        if (!File.Exists(file)) return null;
        var lines = File.ReadAllLines(file);
        return lines is [{ Length: > 0 } id, ..] ? (id.Trim(), lines.Length > 1 ? lines[1].Trim() : "") : null;
    }
}
