namespace Kubexit.Kubernetes;

/// <summary>What is heard of the objects that are followed: one of the sealed cases nested here.</summary>
internal abstract record FollowNews<T>
{
    private FollowNews()
    {
    }

    /// <summary>All there is, after a LIST: what is not in it does not exist.</summary>
    public sealed record Listed(IReadOnlyList<T> Items) : FollowNews<T>;

    /// <summary>An object as it was at some moment, never older than the last.</summary>
    public sealed record Changed(T Object) : FollowNews<T>;

    /// <summary>An object does not exist any more; this is how it was last.</summary>
    public sealed record Removed(T Object) : FollowNews<T>;

    /// <summary>Nothing was heard; unless the listener goes away there will be another attempt.</summary>
    public sealed record Failed(KubernetesApiException Failure) : FollowNews<T>;
}
