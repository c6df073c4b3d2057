using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>The node's own status as the kubelet writes it: its conditions merged with those of others.</summary>
internal static class NodeRecord
{
    private static readonly (string Type, string Status, string Reason, string Message)[] Conditions =
    [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ];

    public static JsonObject StatusPatch(DateTimeOffset now, bool isNew)
    {
        var conditions = new JsonArray();
        foreach (var (type, status, reason, message) in Conditions)
        {
            var condition = new JsonObject
            {
                ["type"] = type,
                ["status"] = status,
                ["lastHeartbeatTime"] = ObjectDefaults.Time(now),
                ["reason"] = reason,
                ["message"] = message
            };
            if (isNew) condition["lastTransitionTime"] = ObjectDefaults.Time(now);
            conditions.Add(condition);
        }
        return new() { ["status"] = new JsonObject { ["conditions"] = conditions } };
    }
}
