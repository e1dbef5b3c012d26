using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>
/// Reads <c>customProperties.resilienceStrategy</c> of a node: <c>{"mode":"Identifier","strategyId":"patient"}</c> names a strategy of this list,
/// <c>{"mode":"Expression","expression":{"type":"Object","value":"{…}"}}</c> spells a <see cref="RetryPolicy"/> out; what it leaves out comes from the
/// activity.
/// </summary>
public static class ResilienceStrategies
{
    private static readonly Dictionary<string, Func<RetryPolicy, RetryPolicy>> Named = new(StringComparer.Ordinal)
    {
        ["activity-default"] = policy => policy,
        ["none"] = policy => policy with { TransientAttempts = 1, Ladder = [] },
        ["retry-3"] = policy => policy with { TransientAttempts = 4 },
        ["patient"] = policy => policy with { TransientAttempts = 10, FirstDelay = TimeSpan.FromSeconds(10), LongestDelay = TimeSpan.FromMinutes(30) },
    };

    /// <summary>The names a definition may use, with what they do to an activity that declares nothing: retries after the first attempt.</summary>
    public static IReadOnlyList<(string Id, string DisplayName, int Retries)> All => [.. new (string Id, string DisplayName)[]
    {
        ("activity-default", "As the activity declares"), ("none", "No second attempt"), ("retry-3", "Three retries"),
        ("patient", "Ten attempts, up to half an hour apart"),
    }.Select(named => (named.Id, named.DisplayName, Named[named.Id](RetryPolicy.Default).TransientAttempts - 1))];

    /// <summary>The policy of a node.</summary>
    internal static RetryPolicy Of(ActivityNode node, ActivityDescriptor descriptor) => Read(node, descriptor.Retry, out var problem) is { } policy
        && problem is null
        ? policy
        : throw new DefinitionException($"{node}: {problem}");

    /// <summary>Reads the policy of a node; on a fault <paramref name="problem"/> says which.</summary>
    internal static RetryPolicy Read(ActivityNode node, RetryPolicy declared, out string? problem)
    {
        problem = null;
        if (node.ResilienceStrategy is not { } strategy) return declared;
        switch (strategy.Text("mode"))
        {
            case null or "Identifier":
                if (strategy.Text("strategyId") is not { Length: > 0 } id) return declared;
                if (Named.TryGetValue(id, out var named)) return named(declared);
                problem = $"the resilience strategy '{id}' is not known; there are {string.Join(", ", Named.Keys)}.";
                return declared;
            case "Expression" when strategy["expression"] is JsonObject expression && expression.Text("type") is "Object" or "Json":
                return Spelled(((JsonObject)strategy["expression"]!)["value"], declared, out problem);
            case var mode:
                problem = $"the resilience strategy's mode '{mode}' is not supported; use Identifier, or Expression with an Object.";
                return declared;
        }
    }

    private static RetryPolicy Spelled(JsonNode? value, RetryPolicy declared, out string? problem)
    {
        problem = null;
        try
        {
            var json = value is JsonValue text && text.TryGetValue<string>(out var source) ? JsonNode.Parse(source) : value;
            var whole = JsonSerializer.SerializeToNode(declared, ActivityJson.Options)!.AsObject();
            foreach (var (name, given) in json as JsonObject ?? throw new JsonException("an object is expected"))
            {
                if (!whole.ContainsKey(name) && name != "timeout") throw new JsonException($"'{name}' is no property of a retry policy");
                whole[name] = given.Copy();
            }
            var policy = whole.Deserialize<RetryPolicy>(ActivityJson.Options)!;
            if (policy.TransientAttempts < 1 || policy.FirstDelay < TimeSpan.Zero || policy.DelayGrowth < 1 || policy.Timeout <= TimeSpan.Zero)
                throw new JsonException("attempts and growth must be at least 1, times positive");
            return policy;
        }
        catch (JsonException error)
        {
            problem = $"the resilience strategy cannot be read: {error.Message}.";
            return declared;
        }
    }
}
