using System.Text.Json.Nodes;

namespace Kubexit.Tests.Containers;

/// <summary>Puts a pod's own fields into its variables, as the kubelet does: podman knows its name only.</summary>
internal static class PodFields
{
    public const string Namespace = "demo";

    public static void Fill(JsonObject spec, string podName)
    {
        foreach (var container in PodTemplate.Members(spec, "initContainers").Concat(PodTemplate.Members(spec, "containers")))
        {
            foreach (var variable in PodTemplate.Members(container, "env"))
            {
                if (variable["valueFrom"]?["fieldRef"]?["fieldPath"] is not { } path) continue;
                variable["value"] = (string?)path switch
                {
                    "metadata.name" => podName,
                    "metadata.namespace" => Namespace,
                    var other => throw new InvalidOperationException($"The test's kubelet does not know the field {other}."),
                };
                variable.Remove("valueFrom");
            }
        }
    }
}
