using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Foldline.Server.Hosting;

/// <summary>Traces by OTLP, where OTEL_EXPORTER_OTLP_ENDPOINT names a collector; otherwise nothing is collected.</summary>
internal static class Tracing
{
    public static void Add(WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("foldline"))
            .WithTracing(tracing => tracing.AddSource("Foldline.*").AddAspNetCoreInstrumentation().AddOtlpExporter());
    }
}
