using System.Text;
using Foldline.Activities;
using Microsoft.Win32.SafeHandles;

namespace Foldline.Workflows;

/// <summary>
/// Notes where each attempt stands in a small file, so that after the process has died one can see whether it died twice at the same place.
/// A note costs one write to the page cache: it survives the process, not the machine, which is all that is asked.
/// </summary>
internal sealed class FlightRecorder(string folder)
{
    private const int Width = 160;
    private readonly string _folder = Directory.CreateDirectory(folder).FullName;

    /// <summary>Notes of one attempt; the file appears with the first one.</summary>
    public Notes Begin(long instance, int frame, int number) => new(PathOf(instance, frame, number));

    /// <summary>Where an attempt stood last; empty where it noted nothing.</summary>
    public string Recall(long instance, int frame, int number)
    {
        var path = PathOf(instance, frame, number);
        return File.Exists(path) ? File.ReadAllText(path).TrimEnd(' ', '\0') : "";
    }

    /// <summary>Forgets the notes of an attempt.</summary>
    public void Forget(long instance, int frame, int number) => File.Delete(PathOf(instance, frame, number));

    private string PathOf(long instance, int frame, int number) => Path.Combine(_folder, $"{instance}-{frame}-{number}");

    /// <summary>The notes of one attempt; disposing removes them.</summary>
    public sealed class Notes(string path) : IDisposable
    {
        private readonly Lock _lock = new();
        private SafeFileHandle? _file;
        private bool _closed;

        public void Write(ActivityProgress progress)
        {
            Span<byte> line = stackalloc byte[Width];
            line.Fill((byte)' ');
            var stage = progress.Stage.Length > 30 ? progress.Stage[..30] : progress.Stage;
            Encoding.UTF8.TryGetBytes($"{stage} {progress.Done}/{progress.Total}", line, out _);
            lock (_lock)
            {
                if (_closed) return;
                _file ??= File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read);
                RandomAccess.Write(_file, line, 0);
            }
        }

        public void Dispose()
        {
            lock (_lock)
            {
                if (_closed) return;
                _closed = true;
                if (_file is null) return;
                _file.Dispose();
                File.Delete(path);
            }
        }
    }
}
