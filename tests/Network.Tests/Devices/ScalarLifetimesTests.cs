using System.Diagnostics;
using Foldline.Network.Devices;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Devices;

public sealed class ScalarLifetimesTests
{
    [Fact]
    public void Operators_survive_collections_of_the_numbers_they_were_given()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Scalars are kept on Linux only.");
        TorchRuntime.Load();
        using var ended = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!ended.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            using Tensor one = ones(2000), two = 2 * one;
            for (long begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun).TotalSeconds < 3;)
            {
                using var three = one.add(two);                                // the factor 1 of the second is a scalar of TorchSharp's own
                three[7].item<float>().ShouldBe(3);
            }
        }
        finally
        {
            ended.Cancel();
            collector.Join();
        }
    }
}
