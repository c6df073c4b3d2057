using System.Net;
using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Dependencies;

namespace Kubexit.Kubernetes;

/// <summary>Keeps which dependencies are still open, and turns what is heard of the pod into changes.</summary>
internal sealed class ReadinessLedger(IEnumerable<BirthDependency> dependencies, string podNamespace, string podName)
{
    private readonly List<BirthDependency> _open = [.. dependencies];
    private string? _uid;
    private bool _wasUnauthorized;

    /// <summary>Whether nothing is open any more.</summary>
    public bool IsDecided => _open.Count == 0;

    public IReadOnlyList<ReadinessChange> Note(PodNews news) => news switch
    {
        PodNews.Seen(var pod) => Seen(pod),
        PodNews.Gone when _uid is not null => [End($"Pod '{podName}' was deleted.")],
        PodNews.Gone => [End($"There is no pod '{podName}' in namespace '{podNamespace}'. "
            + $"Set {OptionNames.Word(nameof(CoordinatorOptions.PodName))} and {OptionNames.Word(nameof(CoordinatorOptions.Namespace))} from the downward API.")],
        PodNews.Failed(var failure) => [Failed(failure)],
        _ => throw new ArgumentOutOfRangeException(nameof(news)),
    };

    private IReadOnlyList<ReadinessChange> Seen(Pod pod)
    {
        _wasUnauthorized = false;
        _uid ??= pod.Metadata?.Uid;
        if (EndOfPod(pod) is { } reason) return [End(reason)];
        var changes = new List<ReadinessChange>();
        var reasons = new List<string>();
        foreach (var dependency in _open.ToArray())
        {
            var change = ContainerReadiness.Of(pod, dependency);
            if (change is ReadinessChange.IsDelayed(var delay)) reasons.Add(delay);
            else if (_open.Remove(dependency)) changes.Add(change);
        }

        // Said even without a fault, so that an older fault is not quoted as the cause of a timeout.
        if (reasons.Count > 0) changes.Add(ReadinessChange.Delayed(string.Join("; ", reasons)));
        return changes;
    }

    private string? EndOfPod(Pod pod)
    {
        if (pod.Metadata?.Uid != _uid) return $"Pod '{podName}' was deleted; there is another one of its name now.";
        if (pod.Metadata?.DeletionTimestamp is not null) return $"Pod '{podName}' is being deleted.";
        var status = pod.Status;
        if (status?.Phase is not ("Failed" or "Succeeded")) return null;
        var why = string.Join(": ", new[] { status.Reason, status.Message }.Where(text => !string.IsNullOrEmpty(text)));
        return $"Pod '{podName}' has ended, its phase is {status.Phase}{(why.Length > 0 ? $" ({why.TrimEnd('.')})" : "")}.";
    }

    private ReadinessChange Failed(KubernetesApiException failure)
    {
        switch (failure.StatusCode)
        {
            case HttpStatusCode.Forbidden:
                return End(MissingRole.Describe(failure.Message, podNamespace));
            case HttpStatusCode.Unauthorized when !_wasUnauthorized:
                // The token may have been replaced since it was read; the next request reads it anew.
                _wasUnauthorized = true;
                return ReadinessChange.Delayed(failure.Message);
            case HttpStatusCode.Unauthorized:
                return End($"{failure.Message}. The token was read anew and refused again. Check the service account, or the user of the kubeconfig.");
            case HttpStatusCode.Gone:
                return ReadinessChange.Delayed(failure.Message);
            default:
                return failure.IsTransient ? ReadinessChange.Delayed(failure.Message) : End(failure.Message);
        }
    }

    private ReadinessChange End(string reason)
    {
        _open.Clear();
        return ReadinessChange.Impossible(null, reason);
    }
}
