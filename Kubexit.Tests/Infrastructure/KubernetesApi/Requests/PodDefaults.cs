using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>The few defaults of a pod's spec that somebody reads.</summary>
internal static class PodDefaults
{
    public static void Complete(JsonObject pod)
    {
        if (pod["spec"] is not JsonObject spec) pod["spec"] = spec = [];
        spec["restartPolicy"] ??= "Always";
        spec["terminationGracePeriodSeconds"] ??= 30;
        spec["priority"] ??= 0;
        spec["serviceAccountName"] ??= "default";
    }
}
