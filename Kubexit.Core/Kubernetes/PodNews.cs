namespace Kubexit.Kubernetes;

/// <summary>What is heard of a pod: one of the sealed cases nested here.</summary>
internal abstract record PodNews
{
    private PodNews()
    {
    }

    /// <summary>The pod as it was at some moment, never older than the last.</summary>
    public sealed record Seen(Pod Pod) : PodNews;

    /// <summary>There is no such pod, or no longer.</summary>
    public sealed record Gone : PodNews;

    /// <summary>Nothing was heard; unless the listener goes away there will be another attempt.</summary>
    public sealed record Failed(KubernetesApiException Failure) : PodNews;
}
