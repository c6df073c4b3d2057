using Kubexit.NodeAgent;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent.Executable;

/// <summary>OTLP from the program to a collector.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private readonly OtlpReceiver _collector = new();
    private AgentProcess _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _agent = await AgentProcess.CreateAsync();
        await _collector.StartAsync();
        _agent.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"{_collector.Url}";
        _agent.Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        _agent.Variables["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        _agent.Variables["OTEL_BSP_SCHEDULE_DELAY"] = "200";
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Drain_Collector_HasEveryMetricAndOneTraceOfTheDrain()
    {
        _agent.Node.Add(new StandInPod("web", "shop") { StopTime = TimeSpan.FromMilliseconds(50) });
        _agent.Write("notice.json", """{"kind":"gce-preemption","inSeconds":600}""");
        var run = _agent.Start("--provider", "none", "--notice-file", _agent.NoticeFile, "--listen", "none");
        await run.Says("drained: 1 pods ended");
        await Limit.Until(() => _collector.Spans.Count >= 3 && Metric("kubexit.node.drains{result=complete}") == 1, () =>
            run.Describe("exported nothing"));

        Assert.Equal(
            new AgentMetrics().Families.Select(family => AgentTelemetry.Translate(family).Name).Order(),
            _collector.Metrics.Keys.Select(series => series.Split('{')[0]).Distinct().Order());
        Assert.Equal(1, Metric("kubexit.node.notices{kind=gce-preemption}"));
        Assert.Equal(1, Metric("kubexit.node.pods_asked{by=eviction}"));
        var drain = Assert.Single(_collector.Spans, span => span.Name == "drain");
        Assert.Equal(("gce-preemption", "node-1"), (drain.Tags["kubexit.notice.kind"], drain.Tags["k8s.node.name"]));
        var pod = Assert.Single(_collector.Spans, span => span.Name == "end pod");
        Assert.Equal((drain.Trace, drain.Id, "web", "eviction"),
            (pod.Trace, pod.Parent, pod.Tags["k8s.pod.name"], pod.Tags["kubexit.pod.asked_by"]));
        Assert.Equal(drain.Id, Assert.Single(_collector.Spans, span => span.Name == "mark node").Parent);
    }

    [Fact]
    public async Task Drain_CollectorFailsOrHangs_IsNotDelayed()
    {
        _collector.Fault = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        _agent.Node.Add(new StandInPod("web", "shop") { StopTime = TimeSpan.FromMilliseconds(50) });
        _agent.Write("notice.json", """{"inSeconds":600}""");
        var run = _agent.Start("--provider", "none", "--notice-file", _agent.NoticeFile, "--listen", "none");
        await run.Says("drained: 1 pods ended");
        run.Signal(Sig.Term);
        await run.ExitsWith(0);
    }

    private long? Metric(string series) => _collector.Metrics.TryGetValue(series, out var value) ? value : null;
}
