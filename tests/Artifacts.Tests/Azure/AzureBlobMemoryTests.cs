using System.Diagnostics;

namespace Foldline.Artifacts.Tests;

/// <summary>The live memory of a process is everyone's: nothing else may run while it is counted.</summary>
[CollectionDefinition("alone in the process", DisableParallelization = true)]
public sealed class AloneInTheProcess;

[Collection("alone in the process")]
public sealed class AzureBlobMemoryTests(SharedAzurite azurite)
{
    private const int Megabytes = 200;

    [Fact]
    public async Task Two_hundred_megabytes_stream_through_a_few_blocks_of_memory()
    {
        using var bench = new BlobBench(await azurite.RequireAsync());
        using var done = new CancellationTokenSource();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = Task.Run(async () =>
        {
            long highest = 0;
            while (!done.IsCancellationRequested)
            {
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true));
                await Task.Delay(200);
            }
            return highest - before;
        });
        var token = TestContext.Current.CancellationToken;
        var watch = Stopwatch.StartNew();
        var big = (AzureBlobOptions options) => options with { BlockBytes = 8 << 20 };
        var artifact = await bench.Open(big).PutAsync(new NoiseStream(Megabytes << 20), "application/octet-stream", token);
        var put = watch.Elapsed;
        await using (var read = await bench.Open(big).OpenReadAsync(artifact, null, token))
        {
            var found = await System.Security.Cryptography.SHA256.HashDataAsync(read, token);
            Convert.ToHexStringLower(found).ShouldBe(artifact.Sha256);
        }
        await done.CancelAsync();
        var grown = await peak >> 20;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Megabytes} MB: put {put.TotalSeconds:0.0} s, verified read {(watch.Elapsed - put).TotalSeconds:0.0} s, {grown} MB of live memory at most");
        artifact.Length.ShouldBe(Megabytes << 20);
        grown.ShouldBeLessThan(96);
    }

    /// <summary>Numbers that do not repeat, made as they are read.</summary>
    private sealed class NoiseStream(long length) : Stream
    {
        private readonly Random _random = new(11);
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            _random.NextBytes(buffer.AsSpan(offset, read));
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
