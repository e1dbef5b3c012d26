using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Foldline.Server.Api;

/// <summary>Links from page to page.</summary>
internal static class PagingExtensions
{
    /// <summary>The address of this request with another <c>after</c>; <c>null</c> on the last page.</summary>
    public static string? NextPage(this HttpContext context, string? after)
    {
        if (after is null) return null;
        var query = new QueryBuilder(context.Request.Query.Where(pair => pair.Key != "after").SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value ?? "")))
        {
            { "after", after },
        };
        return context.Request.Path + query.ToString();
    }
}
