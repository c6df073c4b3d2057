using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Kubernetes;
using Kubexit.Probes;

namespace Kubexit.Host;

/// <summary>What <c>kubexit wait</c> was told.</summary>
internal sealed record WaitSettings
{
    /// <summary>The graveyard and what is awaited in it, or from the API server.</summary>
    public required CoordinatorOptions Options { get; init; }

    public required LogSettings Logging { get; init; }

    /// <summary>Whom to ask, in the order of the flags.</summary>
    public required IReadOnlyList<ProbeTarget> Probes { get; init; }

    /// <summary>The one HTTP status that counts as success; <see langword="null"/> for 200 to 399.</summary>
    public int? Status { get; init; }

    /// <summary>For everything together; zero is no limit.</summary>
    public TimeSpan Timeout { get; init; }

    public TimeSpan Period { get; init; }

    public TimeSpan RequestTimeout { get; init; }

    public bool IsQuiet { get; init; }

    /// <summary>Whether to print the rights that the wait needs, and not to wait.</summary>
    public bool PrintsRole { get; init; }

    /// <summary>Whether these rights include reading pods, for neighbours whose readiness the API server tells.</summary>
    public bool ReadsPods { get; init; }
}
