using System.Net.Sockets;
using Azure;
using Microsoft.Extensions.Time.Testing;

namespace Foldline.Artifacts.Tests;

public sealed class BlobCallsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly NoticeList _notices = new();
    private readonly AzureBlobAddress _address = AzureBlobAddress.Parse("AccountName=acme;AccountKey=c2VjcmV0;Container=abc");

    private BlobCalls Calls => new(_address, new AzureBlobOptions("unused") { Notices = _notices }, _time);

    public static TheoryData<Exception> Passing =>
    [
        new RequestFailedException(408, "slow"), new RequestFailedException(429, "too many"), new RequestFailedException(500, "oops"),
        new RequestFailedException(503, "busy", "ServerBusy", null),
        new RequestFailedException(0, "none", null, new SocketException(111)), new IOException("cut"), new TaskCanceledException("timeout"),
        new AggregateException(new RequestFailedException(502, "gateway")), new RequestFailedException(409, "leaving", "ContainerBeingDeleted", null),
    ];

    public static TheoryData<Exception> Lasting =>
    [
        new RequestFailedException(400, "no"), new RequestFailedException(403, "no", "AuthenticationFailed", null),
        new RequestFailedException(404, "no"), new RequestFailedException(409, "no"),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_failure_that_passes_is_repeated_until_it_has_passed(Exception failure)
    {
        var calls = 0;
        var answer = await RunAsync(_ => ++calls < 5 ? throw failure : Task.FromResult(42));
        (answer, calls, _notices.All.Count).ShouldBe((42, 5, 4));
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task A_refusal_is_final(Exception failure)
    {
        var calls = 0;
        await Should.ThrowAsync<BlobRefusedException>(() => RunAsync(_ => { calls++; throw failure; }));
        calls.ShouldBe(1);
    }

    [Fact]
    public async Task Waits_grow_differ_and_end()
    {
        var (moments, begun) = (new List<double>(), _time.GetTimestamp());
        var error = await Should.ThrowAsync<BlobUnavailableException>(() => RunAsync(_ =>
        {
            moments.Add(_time.GetElapsedTime(begun).TotalSeconds);
            throw new RequestFailedException(503, "busy", "ServerBusy", null);
        }));
        var waits = _notices.All.Select(notice => double.Parse(notice.Split("follows in ")[1].Split(' ')[0])).ToArray();
        waits.Length.ShouldBeGreaterThan(12);
        for (var index = 0; index < waits.Length; index++)
        {
            var middle = Math.Min(0.2 * Math.Pow(2, index), 8);
            waits[index].ShouldBeInRange(middle * 0.75 - 0.06, middle * 1.25 + 0.06);   // the notice rounds to a tenth
        }
        waits.Skip(6).Distinct().Count().ShouldBeGreaterThan(1);
        moments[^1].ShouldBeInRange(120, 160);                                    // the clock of the test may run ahead a little
        error.Message.ShouldContain("container 'abc' of storage account 'acme'");
        error.Message.ShouldContain("503 ServerBusy");
        _notices.All[0].ShouldContain("503 ServerBusy");
        error.ToString().ShouldNotContain("c2VjcmV0");
    }

    [Fact]
    public async Task Cancelling_stops_the_repetitions()
    {
        using var cancel = new CancellationTokenSource();
        var calls = 0;
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(_ =>
        {
            if (++calls == 3) cancel.Cancel();
            throw new IOException("cut");
        }, cancel.Token));
        calls.ShouldBe(3);
    }

    /// <summary>Runs the call while the clock goes on by itself.</summary>
    private async Task<int> RunAsync(Func<CancellationToken, Task<int>> call, CancellationToken cancellationToken = default)
    {
        var running = Calls.RunAsync(call, cancellationToken);
        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(0.05));
            await Task.Yield();
        }
        return await running;
    }
}
