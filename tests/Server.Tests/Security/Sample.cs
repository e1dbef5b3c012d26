using System.Text.RegularExpressions;
using Foldline.Persistence.Access;

namespace Foldline.Server.Tests.Security;

/// <summary>Ids of things that exist in project "default".</summary>
internal sealed partial class Sample
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public static async Task<Sample> MakeAsync(ServerUnderTest server)
    {
        var sample = new Sample();
        sample._values["/api/v1/keys/{id}"] = (await server.Keys.CreateAsync("sample", "default", AccessScope.Read, null, CancellationToken.None)).Key.Id;
        return sample;
    }

    /// <summary>The route with its parameters filled in.</summary>
    public string Address(string route) => Parameter().Replace(route, match =>
    {
        var upTo = route[..(match.Index + match.Length)];
        return _values.TryGetValue(upTo, out var value) ? value : throw new InvalidOperationException($"The sample has nothing for {upTo}; add it, so that the endpoint is tested with a real id.");
    });

    /// <summary>A body that would be taken if the id were the caller's.</summary>
    public string Body(string route) => "{}";

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
