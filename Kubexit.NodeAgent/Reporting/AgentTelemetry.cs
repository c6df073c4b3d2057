using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Kubexit.NodeAgent;

/// <summary>
/// Metrics and traces by OTLP, for who has a collector: only where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. Everything else of it is
/// said by the standard variables, too. A trace is one drain: a span for the drain, one for its marks, one for each pod until it has ended.
/// </summary>
internal static class AgentTelemetry
{
    public const string Name = "Kubexit.NodeAgent";

    private const string Prefix = "kubexit_node_", Total = "_total", Seconds = "_seconds", Variables = "OTEL_";

    private static readonly string[] Endpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Adds what exports, where there is a collector, and nothing otherwise: it costs memory.</summary>
    public static void AddTelemetry(
        this IServiceCollection services, IConfigurationManager configuration, string nodeName, Func<string, string?> variable)
    {
        if (Endpoints.All(endpoint => string.IsNullOrEmpty(variable(endpoint)))) return;
        configuration.AddInMemoryCollection(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(entry => ((string)entry.Key).StartsWith(Variables, StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value)));
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("kubexit-node-agent").AddAttributes([new("k8s.node.name", nodeName)]).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter(Name)
                .AddInstrumentation(provider => Measure(provider.GetRequiredService<AgentMetrics>())))
            .WithTracing(tracing => tracing.AddSource(Name))
            .UseOtlpExporter();
    }

    /// <summary>The span of one drain; null when nobody listens.</summary>
    public static Activity? Drain(NodeTerminationNotice notice, string nodeName)
    {
        var span = Source.StartActivity("drain");
        span?.SetTag("kubexit.notice.kind", notice.Kind.Text()).SetTag("kubexit.notice.event", notice.EventId)
            .SetTag("kubexit.notice.ends_at", notice.EndsAt.ToString("O")).SetTag("k8s.node.name", nodeName);
        return span;
    }

    public static Activity? Mark() => Source.StartActivity("mark node");

    /// <summary>The span from the first request for a pod to its end.</summary>
    public static Activity? Pod(DrainPod pod)
    {
        var span = Source.StartActivity("end pod");
        span?.SetTag("k8s.namespace.name", pod.Namespace).SetTag("k8s.pod.name", pod.Name).SetTag("k8s.pod.uid", pod.Uid);
        return span;
    }

    /// <summary>The name by which OpenTelemetry's own rules give back the name that Prometheus has.</summary>
    public static (string Name, string? Unit) Translate(MetricFamily family)
    {
        var name = family.Name[Prefix.Length..];
        if (name.EndsWith(Total, StringComparison.Ordinal)) name = name[..^Total.Length];
        var hasUnit = name.EndsWith(Seconds, StringComparison.Ordinal);
        return ("kubexit.node." + (hasUnit ? name[..^Seconds.Length] : name), hasUnit ? "s" : null);
    }

    private static Meter Measure(AgentMetrics metrics)
    {
        var meter = new Meter(Name);
        foreach (var family in metrics.Families)
        {
            var (name, unit) = Translate(family);
            if (family.IsCounter) meter.CreateObservableCounter(name, () => family.Read().Select(Measurement), unit, family.Help);
            else meter.CreateObservableGauge(name, () => family.Read().Select(Measurement), unit, family.Help);
        }
        return meter;
    }

    private static Measurement<long> Measurement(MetricSample sample) =>
        sample.Label is { } label ? new(sample.Number, new KeyValuePair<string, object?>(label, sample.Value)) : new(sample.Number);
}
