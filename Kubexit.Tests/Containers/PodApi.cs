using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Containers;

/// <summary>
/// A stand-in API server inside a played pod's network, and the service account that the kubelet mounts into its containers.
/// </summary>
internal sealed class PodApi : IAsyncDisposable
{
    private const int Port = 6443, NetworkNamespace = 0x40000000;

    private readonly StandInApiServer _server = new(IPAddress.Loopback, TimeProvider.System);
    private readonly ServiceAccountFolder _account;
    private Socket? _listening;
    private StandInPod? _status;

    public PodApi() => _account = new(_server, PodFields.Namespace);

    /// <summary>Mounts the service account into every container, and says where the server is.</summary>
    public void AddTo(JsonObject spec)
    {
        PodTemplate.List(spec, "volumes").Add(
            new JsonObject { ["name"] = "account", ["hostPath"] = new JsonObject { ["path"] = _account.Path } });
        foreach (var container in PodTemplate.Members(spec, "initContainers").Concat(PodTemplate.Members(spec, "containers")))
        {
            PodTemplate.List(container, "volumeMounts").Add(
                new JsonObject
                {
                    ["name"] = "account",
                    ["mountPath"] = "/var/run/secrets/kubernetes.io/serviceaccount",
                    ["readOnly"] = true
                });
            var variables = PodTemplate.List(container, "env");
            variables.Add(new JsonObject { ["name"] = "KUBERNETES_SERVICE_HOST", ["value"] = "127.0.0.1" });
            variables.Add(new JsonObject { ["name"] = "KUBERNETES_SERVICE_PORT", ["value"] = $"{Port}" });
        }
    }

    /// <summary>Begins to answer in the pod's network; the server allows what a Role for pods of this namespace does.</summary>
    public async Task ServeAsync(PlayedPod pod)
    {
        _server.Allows = request =>
            request.Resource is { Resource: "pods", Namespace: PodFields.Namespace } && request.Verb is "get" or "list" or "watch";
        _status = new StandInPod(pod.Name, PodFields.Namespace);
        foreach (var container in pod.Everything)
            _ = container.IsInit ? _status.With(container.Name, container.Spec.DeepClone().AsObject(), isInit: true)
                : _status.With(container.Name);
        _server.Store.Put(_status.Path, _status.ToJson());
        _listening = ListenIn(await pod.AnyProcessAsync());
        await _server.StartOnAsync(_listening);
    }

    /// <summary>Does as the kubelet: asks the container's readiness probe until it succeeds, and reports it.</summary>
    public async Task ReportReadyAsync(PlayedPod pod, PlayedContainer container)
    {
        var end = Environment.TickCount64 + (long)Limit.Generous.TotalMilliseconds;
        while (!await pod.IsReadyAsync(container))
            if (Environment.TickCount64 > end) throw new TimeoutException($"{container.Name} has never been ready: {container.LogText}");
        _server.Store.Put(_status!.Path, _status.Ready(container.Name).ToJson());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _listening?.Dispose();
        _account.Dispose();
    }

    /// <summary>A socket belongs to the network of the thread that made it, whoever accepts on it.</summary>
    private static Socket ListenIn(int process)
    {
        var listening = new TaskCompletionSource<Socket>();
        new Thread(() =>
        {
            try
            {
                using var network = File.OpenHandle($"/proc/{process}/ns/net");
                if (LibC.EnterNamespace((int)network.DangerousGetHandle(), NetworkNamespace) != 0) throw new Win32Exception();
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, Port));
                socket.Listen();
                listening.SetResult(socket);
            }
            catch (Exception e)
            {
                listening.SetException(e);
            }
        }).Start();
        return listening.Task.GetAwaiter().GetResult();
    }
}
