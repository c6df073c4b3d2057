using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>The few defaults of new objects that somebody reads.</summary>
internal static class NewObjects
{
    public static void CompletePod(JsonObject pod)
    {
        if (pod["spec"] is not JsonObject spec) pod["spec"] = spec = [];
        spec["restartPolicy"] ??= "Always";
        spec["terminationGracePeriodSeconds"] ??= 30;
        spec["priority"] ??= 0;
        spec["serviceAccountName"] ??= "default";
    }

    /// <summary>What Go writes even when it is empty.</summary>
    public static void CompleteEvent(JsonObject value)
    {
        value["source"] ??= new JsonObject();
        foreach (var name in (string[])["firstTimestamp", "lastTimestamp", "eventTime"])
        {
            if (value[name] is null) value[name] = null;
        }
        foreach (var name in (string[])["reportingComponent", "reportingInstance"]) value[name] ??= "";
    }
}
