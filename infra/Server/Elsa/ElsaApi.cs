using Foldline.Persistence.Access;
using Foldline.Server.Access;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Elsa;

/// <summary>
/// The part of Elsa's HTTP interface that the elements of Elsa Studio 3.8 call, under /elsa/api. Definitions are those of the catalogue, instances are targets of
/// campaigns. Looking needs the scope read, running submit, changing definitions admin.
/// </summary>
public static class ElsaApi
{
    /// <summary>Where it lies.</summary>
    public const string Path = "/elsa/api";

    /// <summary>Registers what it needs of its own. The catalogue, the campaigns, the artifacts and the activities come from the composition root.</summary>
    public static IServiceCollection AddElsaApi(this IServiceCollection services)
    {
        services.AddScoped<InstanceStarter>();
        services.AddScoped<InstanceReader>();
        services.AddScoped<ActivityTrial>();
        return services;
    }

    /// <summary>Maps it.</summary>
    public static IEndpointRouteBuilder MapElsaApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Path).ExcludeFromDescription().AddEndpointFilter(RefuseInElsasShapeAsync);
        api.MapIdentity();
        api.MapDescriptors();
        api.MapDefinitions();
        api.MapDefinitionChanges();
        api.MapDefinitionFiles();
        api.MapBulkActions();
        api.MapRuns();
        api.MapInstances();
        api.MapInstanceFiles();
        api.MapExecutions();
        return routes;
    }

    /// <summary>Whether a caller may change definitions.</summary>
    internal static bool MayChange(this HttpContext context) => context.Caller().Has(AccessScope.Admin);

    /// <summary>What is refused is told in the shape the Studio shows.</summary>
    private static async ValueTask<object?> RefuseInElsasShapeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (CampaignNotFoundException absent)
        {
            return Answers.Error(404, absent.Message);
        }
        catch (Exception refused) when (refused is DefinitionException or CampaignRefusedException or Sequences.InputException or System.Text.Json.JsonException
            or RunException)
        {
            var log = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ElsaApi));
            log.LogInformation("{Method} {Path} refused: {Message}", context.HttpContext.Request.Method, context.HttpContext.Request.Path, refused.Message);
            return refused is DefinitionException { Problems: { Count: > 0 } problems }
                ? Answers.Error(400, problems.Select(problem => problem.Message)) : Answers.Error(400, refused.Message);
        }
    }
}
