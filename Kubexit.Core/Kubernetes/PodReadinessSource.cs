using System.Runtime.CompilerServices;
using Kubexit.Dependencies;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Kubernetes;

/// <summary>
/// Tells when the containers of one pod become ready, as the kubelet's probes see them: from <c>status.containerStatuses</c> and, for
/// native sidecars, <c>status.initContainerStatuses</c>. The service account needs get, list and watch on pods.
/// </summary>
/// <remarks>
/// Theory of operation: one LIST of the pod, then a WATCH from its resource version for as long as it takes; a line that arrives is a
/// change reported, nothing polls. A watch that ends is resumed where it ended; a version that the server has forgotten (410) means a new
/// LIST. What may pass (no reply, 429, 5xx) is reported as <see cref="ReadinessChange.Delayed"/> and tried again with a growing, jittered
/// delay or after the time the server asks for. What cannot pass (401 with a token read anew, 403, a pod that is gone) ends the sequence.
/// Each call to <see cref="WatchAsync"/> is independent; nothing runs between two steps of the enumerator.
/// </remarks>
public sealed class PodReadinessSource : IReadinessSource
{
    private readonly string _pod;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    /// <summary>
    /// A source for one pod. Asks as the service account when this process runs in a pod (<c>KUBERNETES_SERVICE_HOST</c> is set), else as
    /// the kubeconfig says. Connections are made when the first watch begins.
    /// </summary>
    /// <param name="podNamespace">The pod's namespace; not empty.</param>
    /// <param name="podName">The pod's name; not empty.</param>
    /// <param name="loggerFactory">Receives retries at debug level; none by default.</param>
    /// <param name="timeProvider">By default <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    /// <exception cref="ConfigurationException">There is no way to an API server: what is missing, unreadable or not supported, and the
    /// remedy.</exception>
    public PodReadinessSource(string podNamespace, string podName, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
        : this(KubernetesConfiguration.Load(), podNamespace, podName,
            (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Kubexit"), timeProvider)
    {
    }

    // Certificates and sockets wait until the graveyard is joined and its watch is armed.
    internal PodReadinessSource(
        KubernetesConfiguration configuration, string podNamespace, string podName, ILogger logger, TimeProvider? timeProvider = null)
        : this(new Lazy<KubernetesApiClient>(() => new KubernetesApiClient(configuration, logger, timeProvider)), podNamespace, podName,
            logger, timeProvider)
    {
    }

    internal PodReadinessSource(
        Lazy<KubernetesApiClient> client, string podNamespace, string podName, ILogger? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(podNamespace);
        ArgumentException.ThrowIfNullOrEmpty(podName);
        (Client, Namespace, _pod) = (client, podNamespace, podName);
        (_logger, _time) = (logger ?? NullLogger.Instance, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Asks for objects of the cluster too, where there are any.</summary>
    internal Lazy<KubernetesApiClient> Client { get; }

    internal string Namespace { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadinessChange> WatchAsync(
        IReadOnlyCollection<BirthDependency> dependencies, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ledger = new ReadinessLedger(dependencies, Namespace, _pod);
        if (ledger.IsDecided) yield break;
        var path = ApiPath.Pods(Namespace).With("fieldSelector", $"metadata.name={_pod}");
        var types = (KubernetesJson.Default.Pod, KubernetesJson.Default.PodList);
        var follower = new Follower<Pod>(Client.Value, path, types, $"pod {_pod}", _logger, _time);
        ReadinessChange? last = null;
        await foreach (var news in follower.FollowAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var change in ledger.Note(news))
            {
                // The tenth refused connection in a row is no news.
                if (change is ReadinessChange.IsDelayed && change == last) continue;
                last = change;
                yield return change;
            }

            if (ledger.IsDecided) yield break;
        }
    }
}
