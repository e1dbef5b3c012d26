using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>
/// Runs work in slots: so many at once per resource class, what waits in order of priority and submission. A piece of work is a burst: it runs consecutive
/// activities
/// of one class of one instance and hands the rest over.
/// </summary>
internal sealed class SlotPool
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ResourceClass, ClassQueue> _classes;
    private readonly HashSet<Task> _bursts = [];
    private long _sequence;
    private bool _closed;

    public SlotPool(Func<ResourceClass, int> slots)
    {
        _classes = Enum.GetValues<ResourceClass>().ToDictionary(resource => resource, resource => new ClassQueue(Math.Max(1, slots(resource))));
    }

    /// <summary>Puts a burst in its queue, or runs it at once where a slot is free.</summary>
    public void Enqueue(ResourceClass resource, InstancePlace place, Func<Task> burst)
    {
        lock (_lock)
        {
            if (_closed) return;
            _classes[resource].Waiting.Enqueue(burst, (-(long)place.Priority, place.Ordinal, _sequence++));
            Pump(_classes[resource]);
        }
    }

    /// <summary>Starts nothing more; returns when what runs has ended.</summary>
    public async Task CloseAsync()
    {
        Task[] running;
        lock (_lock)
        {
            _closed = true;
            foreach (var queue in _classes.Values) queue.Waiting.Clear();
            running = [.. _bursts];
        }
        await Task.WhenAll(running);
    }

    private void Pump(ClassQueue queue)
    {
        while (queue.Free > 0 && queue.Waiting.TryDequeue(out var burst, out _))
        {
            queue.Free--;
            var task = Task.Run(burst);
            _bursts.Add(task);
            _ = task.ContinueWith(ended => End(queue, ended), TaskScheduler.Default);
        }
    }

    private void End(ClassQueue queue, Task ended)
    {
        lock (_lock)
        {
            _bursts.Remove(ended);
            queue.Free++;
            if (!_closed) Pump(queue);
        }
    }

    private sealed class ClassQueue(int slots)
    {
        public int Free { get; set; } = slots;

        public PriorityQueue<Func<Task>, (long Priority, long Ordinal, long Sequence)> Waiting { get; } = new();
    }
}
