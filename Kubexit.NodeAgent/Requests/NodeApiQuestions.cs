using Kubexit.Kubernetes;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>What others than the drain ask of the API server.</summary>
internal static class NodeApiQuestions
{
    /// <summary>
    /// What Azure calls this VM, by its node's provider id; <see langword="null"/> when that cannot be told now: asked again with the next
    /// poll.
    /// </summary>
    public static async Task<string?> AzureResourceAsync(this INodeApi api, CancellationToken cancellationToken)
    {
        try
        {
            return AzureResourceName.FromProviderId((await api.GetNodeAsync(cancellationToken)).Spec?.ProviderId);
        }
        catch (KubernetesApiException)
        {
            return null;
        }
    }

    /// <summary>What would happen if such a notice came now.</summary>
    /// <exception cref="KubernetesApiException">The node or its pods cannot be read.</exception>
    public static async Task<string> PlanAsync(
        this INodeApi api, AgentSettings settings, NodeTerminationNotice notice, CancellationToken cancellationToken)
    {
        var policy = NodePolicies.Of(await api.GetNodeAsync(cancellationToken));
        var pods = (await api.ListPodsAsync(cancellationToken)).Items ?? [];
        return DrainPlanTable.Write(settings.Agent.NodeName, notice, policy, pods.Select(DrainPod.From), settings.Agent.Drain);
    }
}
