using Kubexit.Coordination;

namespace Kubexit.Kubernetes;

/// <summary>Whether the kubelet starts an ended container again.</summary>
internal static class ContainerRestart
{
    /// <summary>A container's own rules come first, then its own policy, then the pod's, which is <c>Always</c> by default.</summary>
    public static bool Follows(PodSpec pod, Container container, int exitCode) =>
        container.RestartPolicyRules?.Any(rule => Matches(rule, exitCode)) == true || (container.RestartPolicy ?? pod.RestartPolicy) switch
        {
            "Never" => false,
            "OnFailure" => exitCode != 0,
            _ => true,
        };

    // Every action known so far restarts, be it this container or all of them.
    private static bool Matches(RestartRule rule, int exitCode) =>
        rule.ExitCodes is { Values: { } values } codes && values.Contains(exitCode) == (codes.Operator != "NotIn");
}
