namespace Kubexit.Tests.KubernetesApi;

/// <summary>What really happened to the processes of a pod, whatever its object says or whether it still exists.</summary>
internal sealed class PodTruth
{
    public DateTimeOffset? TermAt { get; set; }

    /// <summary>When the last process had ended.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Whether a process had to be killed.</summary>
    public bool Killed { get; set; }

    /// <summary>When its object was gone.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>How many requests to remove it were accepted.</summary>
    public int Requests { get; set; }

    public bool EndedGracefully => EndedAt is not null && !Killed;
}
