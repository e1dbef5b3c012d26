using System.Net.Http;
using System.Net.Sockets;
using System.Security.Cryptography;
using Azure;
using Azure.Identity;
using Polly;
using Polly.Retry;

namespace Foldline.Artifacts;

/// <summary>
/// Requests to one container: repeated after failures that pass, with waits that grow, vary and end; every other failure becomes a sentence of ours. The
/// library's own messages
/// go no further, since they may quote request details such as a signature.
/// </summary>
internal sealed class BlobCalls
{
    private static readonly ResiliencePropertyKey<long> FirstFailure = new("first-failure");
    private static readonly TimeSpan LongestObeyed = TimeSpan.FromSeconds(30);
    private readonly AzureBlobAddress _address;
    private readonly AzureBlobOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _pipeline;

    public BlobCalls(AzureBlobAddress address, AzureBlobOptions options, TimeProvider time)
    {
        (_address, _options, _time) = (address, options, time);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,                                      // the end is a time, not a number
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is { } error && Passes(error) && !arguments.Context.CancellationToken.IsCancellationRequested
                && Tried(arguments.Context) < options.GiveUpAfter),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Delay(arguments.AttemptNumber, arguments.Outcome.Exception)),
            OnRetry = arguments =>
            {
                options.Notices?.Report(
                    $"Blob storage: {address} failed with {ReasonOf(arguments.Outcome.Exception!)}; " +
                    $"repetition {arguments.AttemptNumber + 1} follows in {arguments.RetryDelay.TotalSeconds:0.0} s.");
                return default;
            },
        }).Build();
    }

    /// <exception cref="BlobUnavailableException">It failed for longer than the options allow.</exception>
    /// <exception cref="BlobRefusedException">The service said no.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            return await _pipeline.ExecuteAsync(async (inside, request) => await request(inside.CancellationToken), context, call);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && Passes(error))
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception error) when (Passes(error))
        {
            throw new BlobUnavailableException(_address, ReasonOf(error), Tried(context));
        }
        catch (RequestFailedException error)
        {
            throw new BlobRefusedException(_address, error.Status, error.ErrorCode ?? "without a code");
        }
        catch (AuthenticationFailedException)
        {
            throw new BlobRefusedException(_address, 0, "since no token could be had");
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public Task RunAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        RunAsync(async token => { await call(token); return true; }, cancellationToken);

    private static bool Passes(Exception error) => error switch
    {
        RequestFailedException answer => answer.Status is 0 or 408 or 429 or 500 or 502 or 503 or 504 || answer.ErrorCode == "ContainerBeingDeleted",
        UnreadableArtifactException or StorageFullException => false,
        IOException or HttpRequestException or SocketException or TimeoutException or OperationCanceledException => true,
        AggregateException several => several.InnerExceptions.All(Passes),
        _ => false,
    };

    private TimeSpan Tried(ResilienceContext context)
    {
        if (context.Properties.TryGetValue(FirstFailure, out var first)) return _time.GetElapsedTime(first);
        context.Properties.Set(FirstFailure, _time.GetTimestamp());
        return TimeSpan.Zero;
    }

    private TimeSpan Delay(int attempt, Exception? error)
    {
        var grown = _options.FirstDelay * Math.Pow(2, Math.Min(attempt, 30));
        var delay = (grown < _options.LongestDelay ? grown : _options.LongestDelay) * (0.75 + RandomNumberGenerator.GetInt32(501) / 1000.0);
        var asked = AskedFor(error);
        return asked > delay ? asked : delay;
    }

    private static TimeSpan AskedFor(Exception? error)
    {
        string? text = null;
        if ((error as RequestFailedException)?.GetRawResponse()?.Headers.TryGetValue("Retry-After", out text) != true) return TimeSpan.Zero;
        return int.TryParse(text, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestObeyed.TotalSeconds)) : TimeSpan.Zero;
    }

    private static string ReasonOf(Exception error) => error switch
    {
        RequestFailedException { Status: not 0 } answer => $"status {answer.Status} {answer.ErrorCode}".TrimEnd(),
        RequestFailedException { InnerException: { } cause } => ReasonOf(cause),
        AggregateException { InnerExceptions: [var first, ..] } => ReasonOf(first),
        HttpRequestException { InnerException: { } cause } => ReasonOf(cause),
        SocketException socket => $"a network error ({socket.SocketErrorCode})",
        OperationCanceledException or TimeoutException => "no answer in time",
        _ => "a broken connection",
    };
}
