using System.Runtime.ExceptionServices;
using Foldline.Network.Profiling;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>
/// Shares independent blocks of work among threads, each of which computes by itself. libtorch's own way, every operator split over all threads, meets at a barrier
/// a hundred times per module: that costs little on an idle machine and everything on a busy one. Here the threads meet once.
/// </summary>
internal static class WorkerTeam
{
    private static readonly Lock Gate = new();
    private static readonly List<Worker> Workers = [];
    [ThreadStatic] private static bool _inside;

    /// <summary>Threads that take part: as many as an operator may use.</summary>
    public static int Size => get_num_threads();

    /// <summary>Calls <paramref name="work"/> for 0 … <paramref name="blocks"/> − 1, in any order, each under a dispose scope of its own.</summary>
    public static void ForEach(long blocks, Action<long> work)
    {
        int threads = (int)Math.Min(blocks, Size);
        if (threads <= 1 || _inside || !Gate.TryEnter())
        {
            InTurn(blocks, work);
            return;
        }
        try
        {
            Share(blocks, threads, work);
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>The same on the calling thread alone.</summary>
    public static void InTurn(long blocks, Action<long> work)
    {
        for (long block = 0; block < blocks; block++) Once(work, block);
    }

    private static void Share(long blocks, int threads, Action<long> work)
    {
        while (Workers.Count < threads - 1) Workers.Add(new Worker());
        var job = new Job(blocks, work, threads - 1, is_inference_mode_enabled(), is_grad_enabled(), TensorMemory.Current);
        for (int i = 0; i < threads - 1; i++) Workers[i].Begin(job);
        int before = get_num_threads();
        set_num_threads(1);
        _inside = true;
        try
        {
            job.Run();
        }
        finally
        {
            _inside = false;
            set_num_threads(before);
            job.Finished.Wait();
            job.Finished.Dispose();
        }
        job.Fault?.Throw();
    }

    private static void Once(Action<long> work, long block)
    {
        using var scope = NewDisposeScope();
        work(block);
    }

    private sealed class Job(long blocks, Action<long> work, int helpers, bool inference, bool gradients, TensorMemory? memory)
    {
        private long _next = -1;
        private ExceptionDispatchInfo? _fault;

        public CountdownEvent Finished { get; } = new(helpers);

        public ExceptionDispatchInfo? Fault => _fault;

        public void Run()
        {
            try
            {
                for (long block = Interlocked.Increment(ref _next); block < blocks && _fault is null; block = Interlocked.Increment(ref _next)) Once(work, block);
            }
            catch (Exception fault)
            {
                Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(fault), null);
            }
        }

        public void RunAsHelper()
        {
            using (var mode = inference ? inference_mode() : null)
            using (var grad = gradients ? null : no_grad())
            using (TensorMemory.Join(memory)) Run();
            Finished.Signal();
        }
    }

    private sealed class Worker
    {
        private readonly SemaphoreSlim _wake = new(0);
        private Job? _job;

        public Worker() => new Thread(Loop) { IsBackground = true, Name = "network worker" }.Start();

        public void Begin(Job job)
        {
            _job = job;
            _wake.Release();
        }

        private void Loop()
        {
            set_num_threads(1);
            _inside = true;
            while (true)
            {
                _wake.Wait();
                _job!.RunAsHelper();
            }
        }
    }
}
