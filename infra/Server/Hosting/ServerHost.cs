using System.Text.Json;
using System.Text.Json.Serialization;
using Foldline.Activities;
using Foldline.Persistence.Access;
using Foldline.Server.Access;
using Foldline.Server.Api;
using Foldline.Server.Campaigns;
using Foldline.Server.Designer;
using Foldline.Server.Elsa;
using Foldline.Server.Errors;
using Foldline.Server.Events;
using Foldline.Server.Health;
using Foldline.Server.Metrics;
using Foldline.Server.Packages;
using Foldline.Server.Pages;
using Foldline.Server.Schedules;
using Foldline.Server.TargetResults;
using Foldline.Server.Webhooks;
using Foldline.Workflows;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Hosting;

/// <summary>Puts the server together. What it serves (campaigns, definitions, artifacts) comes from the composition root as services.</summary>
public static class ServerHost
{
    /// <summary>Opens the database of keys and builds the application; it does not listen yet.</summary>
    /// <param name="options">How it listens and what it allows.</param>
    /// <param name="compose">Registers what is served.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="Foldline.Sequences.InputException">The address or the certificate is not in order.</exception>
    public static async Task<WebApplication> BuildAsync(ServerOptions options, Action<IServiceCollection> compose, CancellationToken cancellationToken)
    {
        Listening.Check(options);
        Directory.CreateDirectory(options.DataFolder);
        var access = await AccessDatabase.OpenAsync(options.Database, cancellationToken);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "Foldline.Server", ContentRootPath = options.DataFolder });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listening.Configure(kestrel, options));
        CleanLog.Configure(builder.Logging);
        AddServices(builder.Services, options, access);
        Tracing.Add(builder);
        compose(builder.Services);
        var app = builder.Build();
        // Made now, so that it hears of what is measured from the start.
        app.Services.GetRequiredService<PrometheusText>();
        Use(app);
        Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, AccessDatabase access)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(access);
        services.AddSingleton<KeyStore>();
        services.AddSingleton<AnswerStore>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<Logins>();
        services.AddSingleton<AdminKeyFile>();
        services.AddSingleton<PrometheusText>();
        services.AddSingleton<TargetIntake>();
        services.AddSingleton<TargetArtifacts>();
        services.AddSingleton<CampaignDesk>();
        services.AddSingleton<ScheduleDesk>();
        services.AddSingleton<ResultDesk>();
        services.AddSingleton(new PackageShelf(options.PackageFolder));
        services.AddSingleton<AssetFolder>();
        services.AddHostedService<Housekeeping>();
        services.AddHostedService<WebhookPost>();
        services.AddHostedService<CampaignMeter>();
        services.AddHostedService<FailureLog>();
        // The command line listens for signals itself and stops the host.
        services.AddSingleton<IHostLifetime, QuietLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopGrace);
        services.Configure<HostFilteringOptions>(filter => (filter.AllowedHosts, filter.IncludeFailureMessage) = ([.. Listening.Hosts(options)], false));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => Json(json.SerializerOptions));
        // The core alone: the rest brings data protection, which writes keys of its own into the home folder.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = KeyAuthentication.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        services.AddAuthorization(authorization =>
        {
            foreach (var (name, scope) in new[] { (Scopes.Read, AccessScope.Read), (Scopes.Submit, AccessScope.Submit), (Scopes.Admin, AccessScope.Admin) })
                authorization.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => context.User.AsCaller()?.Has(scope) == true));
            // What says nothing is closed to strangers.
            authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        });
        services.AddElsaApi();
        services.AddRateLimits(options.Rates);
        services.AddApiDescription(options.Version);
    }

    /// <summary>JSON as the whole API writes it.</summary>
    internal static void Json(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }

    private static void Use(WebApplication app)
    {
        app.UseMiddleware<ErrorAnswers>();
        app.UseHostFiltering();
        app.UseMiddleware<SecurityHeaders>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<Idempotency>();
    }

    private static void Map(WebApplication app)
    {
        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapApi();
        app.MapPages();
        app.MapDesigner();
        // A server without definitions or activities, such as one that only keeps keys, has nothing the designer could show.
        if (app.Services.GetService<DefinitionCatalog>() is not null && app.Services.GetService<ActivityCatalog>() is not null) app.MapElsaApi();
    }
}
