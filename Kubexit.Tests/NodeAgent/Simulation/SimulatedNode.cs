using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeAgent;

/// <summary>
/// A node, its kubelet and the API server in front of them, in accelerated time: pods that take their time to end, disruption budgets, a
/// request limit, outages. For <see cref="VirtualTime"/>'s one thread only.
/// </summary>
internal sealed class SimulatedNode(VirtualTime time) : INodeApi
{
    private readonly List<Channel<WatchEvent<Pod>>> _watches = [];
    private readonly Queue<DateTimeOffset> _recent = new();
    private int _version = 1;

    public List<SimulatedPod> Pods { get; } = [];

    /// <summary>Pods no longer at the API server.</summary>
    public List<SimulatedPod> Gone { get; } = [];

    public IEnumerable<SimulatedPod> All => Pods.Concat(Gone);

    /// <summary>How many pods of a budget may still be disrupted.</summary>
    public Dictionary<string, int> Budgets { get; } = [];

    public JsonObject Node { get; set; } = JsonNode.Parse("""{"metadata":{"name":"node-1","resourceVersion":"1"},"spec":{}}""")!.AsObject();

    public int RequestsPerSecond { get; init; } = 1000;

    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(10);

    public List<(TimeSpan At, string Request)> Requests { get; } = [];

    public int ThrottledRequests { get; private set; }

    public List<CoreEvent> Events { get; } = [];

    /// <summary>What a request fails with; given its text.</summary>
    public Func<string, KubernetesApiException?> Fault { get; set; } = _ => null;

    /// <summary>Called before a request has its effect, and after.</summary>
    public Action<string, bool> Step { get; set; } = (_, _) => { };

    public DateTimeOffset Started { get; } = time.Now;

    public SimulatedPod Add(SimulatedPod pod)
    {
        Pods.Add(pod);
        Notify(WatchEventType.Added, pod);
        return pod;
    }

    public Task<Node> GetNodeAsync(CancellationToken cancellationToken) => RequestAsync("GET node", Read, cancellationToken);

    public Task<Node> PatchNodeAsync(JsonObject patch, CancellationToken cancellationToken) => RequestAsync("PATCH node", () =>
    {
        if ((string?)patch["metadata"]?["resourceVersion"] is { } expected && expected != (string?)Node["metadata"]!["resourceVersion"])
            throw Failure(HttpStatusCode.Conflict, "Conflict");
        Merge(Node, patch);
        Touch();
        return Read();
    }, cancellationToken);

    public Task PatchNodeStatusAsync(JsonObject patch, CancellationToken cancellationToken) => RequestAsync("PATCH node/status", () => 0, cancellationToken);

    public Task<(IReadOnlyList<Pod> Pods, string Version)> ListPodsAsync(CancellationToken cancellationToken) =>
        RequestAsync("LIST pods", () => ((IReadOnlyList<Pod>)[.. Pods.Select(pod => pod.ToPod())], $"{_version}"), cancellationToken);

    public async IAsyncEnumerable<WatchEvent<Pod>> WatchPodsAsync(string version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<WatchEvent<Pod>>();
        await RequestAsync("WATCH pods", () =>
        {
            if (version != $"{_version}") throw Failure(HttpStatusCode.Gone, "Expired");
            _watches.Add(events);
            return 0;
        }, cancellationToken);
        while (await events.Reader.WaitToReadAsync(cancellationToken)) // ReadAllAsync would leave the thread.
        {
            while (events.Reader.TryRead(out var change)) yield return change;
        }
    }

    public Task EvictAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken) => RequestAsync($"EVICT {pod}", () =>
    {
        var found = Find(pod);
        if (found.Budget is { } budget && found.DeletingUntil is null)
        {
            if (Budgets[budget] <= 0) throw Failure(HttpStatusCode.TooManyRequests, "TooManyRequests", "DisruptionBudget");
            Budgets[budget]--;
        }
        Terminate(found, grace);
        return 0;
    }, cancellationToken);

    public Task DeleteAsync(DrainPod pod, TimeSpan grace, CancellationToken cancellationToken) => RequestAsync($"DELETE {pod}", () =>
    {
        Terminate(Find(pod), grace);
        return 0;
    }, cancellationToken);

    public Task CreateEventAsync(CoreEvent value, CancellationToken cancellationToken) => RequestAsync("POST event", () =>
    {
        Events.Add(value);
        return 0;
    }, cancellationToken);

    /// <summary>An administrator's change of the node.</summary>
    public void Change(string json)
    {
        Merge(Node, JsonNode.Parse(json)!.AsObject());
        Touch();
    }

    public void BreakWatches()
    {
        foreach (var watch in _watches) watch.Writer.TryComplete(Failure(null, null));
        _watches.Clear();
    }

    public static KubernetesApiException Failure(HttpStatusCode? status, string? reason, string? cause = null, TimeSpan? retryAfter = null) => status is null
        ? KubernetesApiException.NoReply(new Uri("https://simulated/"), "connection refused", null)
        : KubernetesApiException.FromStatus(
            new Status { Reason = reason, Message = "simulated", Details = cause is null ? null : new StatusDetails { Causes = [new StatusCause { Reason = cause }] } },
            status, retryAfter);

    private async Task<T> RequestAsync<T>(string request, Func<T> effect, CancellationToken cancellationToken)
    {
        await time.DelayAsync(Latency / 2, cancellationToken);
        Requests.Add((time.Now - Started, request));
        Throttle();
        if (Fault(request) is { } failure) throw failure;
        Step(request, false);
        var result = effect();
        Step(request, true);
        await time.DelayAsync(Latency / 2, cancellationToken);
        return result;
    }

    private void Throttle()
    {
        while (_recent.TryPeek(out var first) && time.Now - first > TimeSpan.FromSeconds(1)) _recent.Dequeue();
        if (_recent.Count >= RequestsPerSecond)
        {
            ThrottledRequests++;
            throw Failure(HttpStatusCode.TooManyRequests, "TooManyRequests", retryAfter: TimeSpan.FromSeconds(1));
        }
        _recent.Enqueue(time.Now);
    }

    private SimulatedPod Find(DrainPod pod)
    {
        var found = Pods.Find(other => other.Namespace == pod.Namespace && other.Name == pod.Name) ?? throw Failure(HttpStatusCode.NotFound, "NotFound");
        return found.Uid == pod.Uid ? found : throw Failure(HttpStatusCode.Conflict, "Conflict");
    }

    private void Terminate(SimulatedPod pod, TimeSpan grace)
    {
        pod.DeleteRequests++;
        var until = time.Now + grace;
        if (pod.DeletingUntil is { } before && before <= until) return;
        pod.DeletingUntil = until;
        if (pod.TermAt is null)
        {
            pod.TermAt = time.Now;
            _ = EndAsync(pod);
        }
        Notify(WatchEventType.Modified, pod);
    }

    // The kubelet: TERM, KILL at the end of the grace (which a later delete may have shortened), then the object goes, unless a finalizer holds it.
    private async Task EndAsync(SimulatedPod pod)
    {
        var clean = pod.TermAt!.Value + pod.StopTime;
        while (time.Now < clean && time.Now < pod.DeletingUntil)
        {
            var next = clean < pod.DeletingUntil.Value ? clean : pod.DeletingUntil.Value;
            await Task.Delay(TimeSpan.FromTicks(Math.Min((next - time.Now).Ticks, TimeSpan.TicksPerSecond)), time);
        }
        pod.EndedAt = time.Now;
        pod.Killed = time.Now < clean;
        await Task.Delay(TimeSpan.FromMilliseconds(200), time);
        if (pod.Finalizer)
        {
            pod.Phase = "Succeeded"; // The kubelet reports the end of the containers before it lets the object go.
            Notify(WatchEventType.Modified, pod);
            return;
        }
        Pods.Remove(pod);
        Gone.Add(pod);
        Notify(WatchEventType.Deleted, pod);
        if (pod.ComesBack) Add(new SimulatedPod(pod.Namespace, pod.Name, pod.Uid + "'") { Priority = pod.Priority, Controller = pod.Controller, Phase = "Pending" });
    }

    private void Notify(WatchEventType type, SimulatedPod pod)
    {
        _version++;
        foreach (var watch in _watches) watch.Writer.TryWrite(new WatchEvent<Pod>(type, pod.ToPod()));
    }

    public Node Read() => Node.Deserialize(AgentJson.Default.Node)!;

    private void Touch() => Node["metadata"]!["resourceVersion"] = $"{int.Parse((string)Node["metadata"]!["resourceVersion"]!) + 1}";

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject existing) Merge(existing, inner);
            else if (value is JsonObject created) Merge((target[name] = new JsonObject()).AsObject(), created);
            else target[name] = value.DeepClone();
        }
    }
}
