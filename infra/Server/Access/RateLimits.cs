using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Access;

/// <summary>How often a key, or an address without one, may ask.</summary>
internal static class RateLimits
{
    public const string SignIn = "sign-in";

    public static IServiceCollection AddRateLimits(this IServiceCollection services, RateOptions rates) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.User.AsCaller() is { } caller
            ? RateLimitPartition.GetTokenBucketLimiter("key " + caller.KeyId, _ => Bucket(rates.KeyBurst, rates.KeyPerSecond))
            : RateLimitPartition.GetTokenBucketLimiter("address " + context.Connection.RemoteIpAddress, _ => Bucket(rates.AddressBurst, rates.AddressPerSecond)));
        limiter.AddPolicy(SignIn, context => RateLimitPartition.GetTokenBucketLimiter($"sign-in {context.Connection.RemoteIpAddress}",
            _ => Bucket(rates.SignInBurst, rates.SignInBurst / 60.0)));
        limiter.OnRejected = (rejected, _) =>
        {
            var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
            rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            rejected.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Foldline.Server.Access.RateLimits").LogWarning(
                "Too many requests: {Who}, {Method} {Path}", rejected.HttpContext.User.AsCaller()?.KeyId ?? rejected.HttpContext.Connection.RemoteIpAddress?.ToString(),
                rejected.HttpContext.Request.Method, rejected.HttpContext.Request.Path);
            return ValueTask.CompletedTask;
        };
    });

    private static TokenBucketRateLimiterOptions Bucket(int burst, double perSecond) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = Math.Max(1, (int)Math.Round(perSecond < 1 ? 1 : perSecond)),
        ReplenishmentPeriod = perSecond < 1 ? TimeSpan.FromSeconds(1 / perSecond) : TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };
}
