using System.ComponentModel.DataAnnotations;
using Latchwork.Operations;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Latchwork.Server.Parts;

/// <summary>Where measurements and traces go (section <c>Telemetry</c>). Nothing is sent unless an address is set.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>An OTLP collector, such as <c>http://127.0.0.1:4317</c>.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Which part of the traces is kept, of those that a caller began too.</summary>
    [Range(0.0, 1.0)]
    public double TraceRatio { get; set; } = 0.01;
}

/// <summary>
/// The server's meters and traces, those of the web server and of Npgsql, sent by OTLP. Labels are names and ids, never personal values or
/// secrets (LG-1).
/// </summary>
internal sealed class TelemetryParts : IDisposable
{
    private static readonly string[] Sources = [Telemetry.Name, "Microsoft.AspNetCore", "Npgsql"];
    private static readonly string[] Meters = [Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql"];

    private readonly MeterProvider? meters;
    private readonly TracerProvider? traces;

    private TelemetryParts(TelemetryOptions options)
    {
        if (options.OtlpEndpoint is not { } collector)
        {
            return;
        }

        var resource = ResourceBuilder.CreateDefault().AddService("latchwork");
        meters = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Meters)
            .AddOtlpExporter(otlp => otlp.Endpoint = collector)
            .Build();
        // What a caller says of its own trace (W3C traceparent) does not decide what is kept here.
        var ratio = new TraceIdRatioBasedSampler(options.TraceRatio);
        traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new ParentBasedSampler(ratio, remoteParentSampled: ratio, remoteParentNotSampled: ratio))
            .AddSource(Sources)
            .AddOtlpExporter(otlp => otlp.Endpoint = collector)
            .Build();
    }

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.Read<TelemetryOptions>(TelemetryOptions.Section);
        services.AddSingleton(_ => new TelemetryParts(options));
    }

    public void Dispose()
    {
        meters?.Dispose();
        traces?.Dispose();
    }
}
