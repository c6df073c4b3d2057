using Kubexit.Coordination;

namespace Kubexit.Kubernetes;

/// <summary>A pod, core/v1, as far as Kubexit looks at it.</summary>
internal sealed class Pod : IHasMetadata
{
    public ObjectMeta? Metadata { get; set; }
    public PodSpec? Spec { get; set; }
    public PodStatus? Status { get; set; }
}

internal sealed class PodSpec
{
    public string? RestartPolicy { get; set; }
    public List<Container>? Containers { get; set; }
    public List<Container>? InitContainers { get; set; }
}

internal sealed class Container
{
    public string? Name { get; set; }

    /// <summary>Overrides the pod's policy for this container; <c>Always</c> on an init container makes it a native sidecar.</summary>
    public string? RestartPolicy { get; set; }

    public List<RestartRule>? RestartPolicyRules { get; set; }
}

/// <summary>Restarts a container for some exit codes only (<see href="https://github.com/kubernetes/enhancements/issues/5307"/>).</summary>
internal sealed class RestartRule
{
    public string? Action { get; set; }
    public RestartRuleExitCodes? ExitCodes { get; set; }
}

internal sealed class RestartRuleExitCodes
{
    /// <summary><c>In</c> or <c>NotIn</c>.</summary>
    public string? Operator { get; set; }

    public List<int>? Values { get; set; }
}
