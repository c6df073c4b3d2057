using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Dependencies;

namespace Kubexit.Kubernetes;

/// <summary>Keeps which dependencies are still open, and turns what is heard of the pod into changes.</summary>
internal sealed class ReadinessLedger(IEnumerable<BirthDependency> dependencies, string podNamespace, string podName)
{
    private readonly List<BirthDependency> _open = [.. dependencies];
    private readonly FailureJudge _failures = new(message => MissingRole.Describe(message, podNamespace));
    private string? _uid;

    /// <summary>Whether nothing is open any more.</summary>
    public bool IsDecided => _open.Count == 0;

    public IReadOnlyList<ReadinessChange> Note(FollowNews<Pod> news) => news switch
    {
        FollowNews<Pod>.Listed { Items: [var pod, ..] } => Seen(pod),
        FollowNews<Pod>.Changed(var pod) => Seen(pod),
        FollowNews<Pod>.Removed or FollowNews<Pod>.Listed when _uid is not null => [End($"Pod '{podName}' was deleted.")],
        FollowNews<Pod>.Removed or FollowNews<Pod>.Listed => [End($"There is no pod '{podName}' in namespace '{podNamespace}'. "
            + $"Set {OptionNames.Word(nameof(CoordinatorOptions.PodName))} and {OptionNames.Word(nameof(CoordinatorOptions.Namespace))} "
                + "from the downward API.")],
        FollowNews<Pod>.Failed(var failure) => [Failed(failure)],
        _ => throw new ArgumentOutOfRangeException(nameof(news)),
    };

    private IReadOnlyList<ReadinessChange> Seen(Pod pod)
    {
        _failures.Heard();
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
        if (pod.Metadata?.Uid != _uid) return $"Pod '{podName}' was deleted; another pod has its name now.";
        if (pod.Metadata?.DeletionTimestamp is not null) return $"Pod '{podName}' is being deleted.";
        var status = pod.Status;
        if (status?.Phase is not ("Failed" or "Succeeded")) return null;
        var why = string.Join(": ", new[] { status.Reason, status.Message }.Where(text => !string.IsNullOrEmpty(text)));
        return $"Pod '{podName}' has ended, its phase is {status.Phase}{(why.Length > 0 ? $" ({why.TrimEnd('.')})" : "")}.";
    }

    private ReadinessChange Failed(KubernetesApiException failure)
    {
        var (reason, isFinal) = _failures.Judge(failure);
        return isFinal ? End(reason) : ReadinessChange.Delayed(reason);
    }

    private ReadinessChange End(string reason)
    {
        _open.Clear();
        return ReadinessChange.Impossible(null, reason);
    }
}
