namespace Kubexit.NodeAgent;

/// <summary>What the agent's account must be allowed: one verb on one resource each.</summary>
internal enum AgentRight
{
    NodesGet,
    NodesList,
    NodesWatch,
    NodesPatch,
    NodeStatusPatch,
    PodsList,
    PodsWatch,
    PodsDelete,
    EvictionsCreate,
    EventsCreate,
    AttachmentsList,
}

internal static class AgentRights
{
    private static readonly (AgentRight Right, string Group, string Resource, string Verb, string Without)[] Table =
    [
        (AgentRight.NodesGet, "", "nodes", "get", "a node that has changed meanwhile is not read again before it is tainted"),
        (AgentRight.NodesList, "", "nodes", "list", "the node is read when it is needed, which costs a request when a notice comes"),
        (AgentRight.NodesWatch, "", "nodes", "watch", "the node is read again and again"),
        (AgentRight.NodesPatch, "", "nodes", "patch",
            "the node is not tainted, and a restarted agent begins anew; the pods are drained all the same"),
        (AgentRight.NodeStatusPatch, "", "nodes/status", "patch", "the node has no condition TerminationAnnounced"),
        (AgentRight.PodsList, "", "pods", "list", "the pods are known by a watch alone"),
        (AgentRight.PodsWatch, "", "pods", "watch", "the pods are listed again and again"),
        (AgentRight.PodsDelete, "", "pods", "delete", "a pod that its disruption budget holds ends with the node"),
        (AgentRight.EvictionsCreate, "", "pods/eviction", "create",
            "pods are deleted when there is no more time to wait, regardless of their disruption budgets"),
        (AgentRight.EventsCreate, "", "events", "create", "no event tells what the agent did"),
        (AgentRight.AttachmentsList, "storage.k8s.io", "volumeattachments", "list", "nobody waits for the volumes of the node"),
    ];

    public static string Group(this AgentRight right) => Row(right).Group;

    public static string Resource(this AgentRight right) => Row(right).Resource;

    public static string Verb(this AgentRight right) => Row(right).Verb;

    /// <summary>As in the metric's label: <c>pods: delete</c>.</summary>
    public static string Text(this AgentRight right) => $"{Row(right).Resource}: {Row(right).Verb}";

    /// <summary>What is different where it is missing.</summary>
    public static string Without(this AgentRight right) => Row(right).Without;

    /// <summary>What to add to the role, as it is written there.</summary>
    public static string Rule(this AgentRight right) =>
        $"- {{apiGroups: [\"{Row(right).Group}\"], resources: [{Row(right).Resource}], verbs: [{Row(right).Verb}]}}";

    private static (AgentRight Right, string Group, string Resource, string Verb, string Without) Row(AgentRight right) =>
        Table[(int)right] is var row && row.Right == right
        ? row
        : throw new InvalidOperationException($"The table of rights is not in the order of the rights at {right}.");
}
