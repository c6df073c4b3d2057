using System.Net;
using Kubexit.Kubernetes;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Kubernetes;

/// <summary>A stand-in server, a service account on it and a client that logs everything.</summary>
internal sealed class DemoCluster : IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];

    private DemoCluster(StandInApiServer server)
    {
        Server = server;
        Account = new(server);
        _owned.Add(Account);
    }

    public StandInApiServer Server { get; }

    public ServiceAccountFolder Account { get; }

    public RecordingLogger Logger { get; } = new();

    public static async Task<DemoCluster> StartAsync(IPAddress? host = null) => new(await StandInApiServer.StartAsync(host));

    public KubernetesApiClient Client(TimeProvider? time = null, TimeSpan? requestTimeout = null)
    {
        var client = new KubernetesApiClient(Account.Load(), Logger, time) { RequestTimeout = requestTimeout ?? TimeSpan.FromSeconds(15) };
        _owned.Add(client);
        return client;
    }

    public void Put(StandInPod pod) => Server.Store.Put(pod.Path, pod.ToJson());

    /// <summary>Puts the pod and begins to watch it.</summary>
    /// <param name="pod">The pod, which a test changes later and puts again.</param>
    /// <param name="containers">Names of containers; a question mark at the end makes one optional.</param>
    /// <param name="time">The clock of client and source.</param>
    /// <param name="requestTimeout">The client's limit.</param>
    public ReadinessRun Watch(StandInPod pod, IEnumerable<string> containers, TimeProvider? time = null, TimeSpan? requestTimeout = null)
    {
        Put(pod);
        return WatchOnly(pod, containers, time, requestTimeout);
    }

    public ReadinessRun WatchOnly(
        StandInPod pod, IEnumerable<string> containers, TimeProvider? time = null, TimeSpan? requestTimeout = null)
    {
        var source = new PodReadinessSource(
            new Lazy<KubernetesApiClient>(Client(time, requestTimeout)), pod.Path.Namespace!, pod.Path.Name!, Logger, time);
        var run = new ReadinessRun(source, containers);
        _owned.Insert(0, run);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned) owned.Dispose();
        await Server.DisposeAsync();
    }
}
