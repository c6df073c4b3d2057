using System.Text.Json.Nodes;
using Kubexit.Kubernetes;
using Kubexit.Tests.Samples;

namespace Kubexit.Tests.EndToEnd;

/// <summary>Fits a sample to the cluster at hand: another namespace and image, and the network that the cluster has.</summary>
internal static class ManifestForCluster
{
    public static void Fit(SampleManifest manifest, string namespaceName)
    {
        foreach (var value in manifest.Objects) value["metadata"]!["namespace"] = namespaceName;
        foreach (var binding in manifest.OfKind("RoleBinding")) binding["subjects"]![0]!["namespace"] = namespaceName;
        if (RealClusterSettings.HostNetwork) manifest.PodSpec["hostNetwork"] = true;
        foreach (var container in manifest.Containers)
        {
            container.Value["image"] = RealClusterSettings.Image;
            container.Value["imagePullPolicy"] = "Never";
            if (RealClusterSettings.ApiServer is not var (host, port)) continue;
            SetVariable(container.Value, "KUBERNETES_SERVICE_HOST", host);
            SetVariable(container.Value, "KUBERNETES_SERVICE_PORT", port);
        }
    }

    /// <summary>Puts a line before a container's script.</summary>
    public static void Prepend(SampleManifest manifest, string container, string line)
    {
        var value = manifest.Containers.Single(candidate => candidate.Name == container).Value;
        value["args"] = new JsonArray($"{line}\n{value["args"]![0]}");
    }

    public static void SetVariable(JsonObject container, string name, string value)
    {
        var variables = container["env"] as JsonArray ?? [];
        container["env"] = variables;
        if (variables.FirstOrDefault(variable => (string?)variable!["name"] == name) is { } before) variables.Remove(before);
        variables.Add(new JsonObject { ["name"] = name, ["value"] = value });
    }
}
