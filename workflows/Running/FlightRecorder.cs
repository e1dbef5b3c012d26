using System.Text;
using Foldline.Activities;
using Microsoft.Win32.SafeHandles;

namespace Foldline.Workflows;

/// <summary>
/// Notes where each attempt stands in a small file, so that after the process has died one can see whether it died twice at the same place.
/// A note costs one write to the page cache: it survives the process, not the machine. Where other machines may take over, it is told to them, too.
/// </summary>
/// <param name="folder">Where the files lie.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Tells other machines; <c>null</c> where there are none.</param>
internal sealed class FlightRecorder(string folder, TimeProvider time, Func<long, int, int, string, CancellationToken, Task>? tell = null)
{
    private const int Width = 160;
    // Steps that take longer than this are told one by one, before they begin; of quicker ones those that stand at its ends.
    private static readonly TimeSpan Told = TimeSpan.FromMilliseconds(250), Patience = TimeSpan.FromSeconds(1);
    private readonly string _folder = Directory.CreateDirectory(folder).FullName;

    /// <summary>Notes of one attempt; the file appears with the first one.</summary>
    public Notes Begin(long instance, int frame, int number) =>
        new(PathOf(instance, frame, number), time, tell is null ? null : (place, token) => tell(instance, frame, number, place, token));

    /// <summary>Where an attempt stood last; empty where it noted nothing here.</summary>
    public string Recall(long instance, int frame, int number)
    {
        var path = PathOf(instance, frame, number);
        return File.Exists(path) ? File.ReadAllText(path).TrimEnd(' ', '\0') : "";
    }

    /// <summary>Forgets the notes of an attempt.</summary>
    public void Forget(long instance, int frame, int number) => File.Delete(PathOf(instance, frame, number));

    private string PathOf(long instance, int frame, int number) => Path.Combine(_folder, $"{instance}-{frame}-{number}");

    /// <summary>The notes of one attempt; disposing removes them.</summary>
    public sealed class Notes(string path, TimeProvider time, Func<string, CancellationToken, Task>? tell) : IDisposable
    {
        private readonly Lock _lock = new();
        private SafeFileHandle? _file;
        private Task? _telling;
        private long? _toldAt;
        private bool _closed;

        public void Write(ActivityProgress progress)
        {
            Span<byte> line = stackalloc byte[Width];
            line.Fill((byte)' ');
            var stage = progress.Stage.Length > 30 ? progress.Stage[..30] : progress.Stage;
            var place = $"{stage} {progress.Done}/{progress.Total}";
            Encoding.UTF8.TryGetBytes(place, line, out _);
            lock (_lock)
            {
                if (_closed) return;
                _file ??= File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read);
                RandomAccess.Write(_file, line, 0);
                if (tell is null || _telling is { IsCompleted: false } || (_toldAt is { } at && time.GetElapsedTime(at) < Told)) return;
                Tell(place);
                _toldAt = time.GetTimestamp();
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

        // Waited for: what the step does next may end the process. A database that is away costs the note, not the work.
        private void Tell(string place)
        {
            _telling = Task.Run(() => tell!(place, CancellationToken.None));
            try
            {
                _telling.Wait(Patience);
            }
            catch (AggregateException)
            {
                // The attempt goes on; whoever takes it over knows an earlier place.
            }
        }
    }
}
