namespace Foldline.Search;

/// <summary>The processor cores all searches of this process share. Requests are served in order, so a large one is not starved by small ones.</summary>
public sealed class CoreBudget
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private int _free;

    /// <summary>A budget of cores; at least 1.</summary>
    public CoreBudget(int total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        Total = _free = total;
    }

    /// <summary>The cores there are.</summary>
    public int Total { get; }

    /// <summary>Waits for cores; more than <see cref="Total"/> are cut to it. Disposing the lease gives them back.</summary>
    public async Task<Lease> AcquireAsync(int cores, CancellationToken cancellationToken = default)
    {
        var wanted = Math.Clamp(cores, 1, Total);
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            if (_waiting.Count == 0 && _free >= wanted)
            {
                _free -= wanted;
                return new Lease(this, wanted);
            }
            waiter = new Waiter(wanted);
            _waiting.AddLast(waiter);
        }
        await using var registration = cancellationToken.Register(() => Leave(waiter, cancellationToken)).ConfigureAwait(false);
        await waiter.Ready.Task.ConfigureAwait(false);
        return new Lease(this, wanted);
    }

    private void Leave(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Served in the same moment: the lease is on its way and its holder will notice the cancellation.
            if (!_waiting.Remove(waiter)) return;
            ServeWaiting();
        }
        waiter.Ready.TrySetCanceled(cancellationToken);
    }

    private void Return(int cores)
    {
        lock (_gate)
        {
            _free += cores;
            ServeWaiting();
        }
    }

    private void ServeWaiting()
    {
        while (_waiting.First is { Value: var next } && next.Cores <= _free)
        {
            _free -= next.Cores;
            _waiting.RemoveFirst();
            next.Ready.TrySetResult();
        }
    }

    private sealed class Waiter(int cores)
    {
        public int Cores => cores;

        public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Cores held until disposed.</summary>
    public sealed class Lease : IDisposable
    {
        private CoreBudget? _budget;

        internal Lease(CoreBudget budget, int cores) => (_budget, Cores) = (budget, cores);

        /// <summary>The cores held.</summary>
        public int Cores { get; }

        /// <summary>Gives the cores back; a second time does nothing.</summary>
        public void Dispose() => Interlocked.Exchange(ref _budget, null)?.Return(Cores);
    }
}
