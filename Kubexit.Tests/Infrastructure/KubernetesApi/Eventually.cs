using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Waits for a state that has no event to wait for.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition) =>
        Limit.Until(condition, () => $"the condition did not become true within {Limit.Generous.TotalSeconds} s");
}
