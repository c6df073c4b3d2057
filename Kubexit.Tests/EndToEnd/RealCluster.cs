using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.Samples;

namespace Kubexit.Tests.EndToEnd;

/// <summary>A namespace of the suite's own on a real cluster, reached through our own client. Removed with everything in it.</summary>
internal sealed class RealCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly JsonTypeInfo<JsonObject> AnyJson =
        (JsonTypeInfo<JsonObject>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonObject));
    private readonly HttpClient _http;
    private readonly KubernetesApiClient _client;

    private RealCluster(KubernetesConfiguration configuration)
    {
        _http = ClusterHttpClient.Create(configuration);
        _client = new(_http);
    }

    public string Namespace { get; } = $"kubexit-e2e-{Guid.NewGuid().ToString("N")[..6]}";

    /// <param name="configuration">By default the one that the command would use here.</param>
    public static async Task<RealCluster> OpenAsync(KubernetesConfiguration? configuration = null)
    {
        var cluster = new RealCluster(configuration ?? KubernetesConfiguration.Load());
        await cluster.CreateAsync("api/v1/namespaces", new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject
            {
                ["name"] = cluster.Namespace,
                // The samples promise to fit; only the host's network does not.
                ["labels"] = new JsonObject
                {
                    ["pod-security.kubernetes.io/enforce"] = RealClusterSettings.HostNetwork ? "privileged"
                    : "restricted"
                },
            },
        });
        return cluster;
    }

    /// <summary>Creates what a sample holds, apart from its namespace.</summary>
    public async Task ApplyAsync(SampleManifest manifest, params string[] exceptKinds)
    {
        ManifestForCluster.Fit(manifest, Namespace);
        foreach (var value in manifest.Objects)
        {
            var kind = (string)value["kind"]!;
            if (kind == "Namespace" || exceptKinds.Contains(kind)) continue;
            var api = (string)value["apiVersion"]!;
            await CreateAsync($"{(api.Contains('/') ? "apis" : "api")}/{api}/namespaces/{Namespace}/{kind.ToLowerInvariant()}s", value);
        }
    }

    /// <summary>Waits until the one pod with the label <c>app</c> is as wanted.</summary>
    public async Task<Pod> PodAsync(string app, Predicate<Pod> wanted)
    {
        var path = ApiPath.Pods(Namespace).With("labelSelector", $"app={app}");
        Pod? last = null;
        for (var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds; ;)
        {
            try
            {
                last = (await _client.GetAsync(path, KubernetesJson.Default.PodList, default)).Items?.FirstOrDefault();
                if (last is not null && wanted(last)) return last;
            }
            catch (KubernetesApiException e) when (e.IsTransient)
            {
                // A test may take the server away.
            }

            Assert.True(Environment.TickCount64 < end,
                $"The pod of {app} is not as wanted: {JsonSerializer.Serialize(last, KubernetesJson.Default.Pod!)}");
            await Task.Delay(500);
        }
    }

    /// <summary>Waits for the end of the Job's pod.</summary>
    public Task<Pod> EndedPodAsync(string app) => PodAsync(app, pod => pod.Status?.Phase is "Succeeded" or "Failed");

    public async Task<bool> IsCompleteAsync(string job)
    {
        for (var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds; Environment.TickCount64 < end; await Task.Delay(500))
        {
            var status = (await _client.GetAsync($"apis/batch/v1/namespaces/{Namespace}/jobs/{job}", AnyJson, default))["status"];
            if ((int?)status?["succeeded"] >= 1) return true;
            if ((int?)status?["failed"] >= 1) return false;
        }

        return false;
    }

    public Task DeletePodAsync(Pod pod) =>
        _client.SendAsync(HttpMethod.Delete, AgentPath.Pod(Namespace, pod.Metadata!.Name!), null, default);

    /// <summary>Each line of a container's output, in front of it when it was written, to the nanosecond.</summary>
    public Task<string> LogAsync(Pod pod, string container, bool follow = false) =>
        _http.GetStringAsync(AgentPath.Pod(Namespace, pod.Metadata!.Name!)
            + $"/log?container={container}&timestamps=true&follow={(follow ? "true" : "false")}");

    public async Task LogSaysAsync(Pod pod, string container, string text)
    {
        for (var end = Environment.TickCount64
            + (long)Patience.TotalMilliseconds; !(await LogAsync(pod, container)).Contains(text); await Task.Delay(500))
            Assert.True(Environment.TickCount64 < end, $"Container {container} never said '{text}'.");
    }

    public async ValueTask DisposeAsync()
    {
        await _client.SendAsync(HttpMethod.Delete, $"api/v1/namespaces/{Namespace}", null, default);
        _client.Dispose();
        _http.Dispose();
    }

    private async Task CreateAsync(string path, JsonObject value)
    {
        // The service account of a new namespace takes a moment.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await _client.SendAsync(HttpMethod.Post, path, JsonBody.Of(value), default);
                return;
            }
            catch (KubernetesApiException e) when (
                attempt < 20 && (e.IsTransient || (e.StatusCode == HttpStatusCode.Forbidden && e.Message.Contains("serviceaccount"))))
            {
                await Task.Delay(500);
            }
        }
    }
}
