using System.Text.Json;
using System.Text.Json.Nodes;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>
/// The changes the agent makes to its node, each one merge patch that fails with 409 if the node has changed since it was read: taint,
/// marks and ownership are written together or not at all.
/// </summary>
internal static class NodePatch
{
    /// <summary>Cloud controllers take a node that has this label, whatever its value, out of their load balancers.</summary>
    public const string ExcludeLabel = "node.kubernetes.io/exclude-from-external-load-balancers";

    /// <summary>Taints the node and writes the marks. What is there already and not ours stays, and does not become ours.</summary>
    public static (JsonObject Patch, NodeMarks Marks) Mark(Node node, NodeMarks marks, NodeTaint taint, bool cordon, bool exclude = false)
    {
        var before = NodeMarks.Of(node);
        var taints = Taints(node);
        var ours = before?.Taint is { } old && taints.RemoveAll(other => IsOurs(old, other)) > 0 ? old : null;
        var spec = new JsonObject();
        if (ours is not null || !taints.Exists(taint.SameSlot))
        {
            taints.RemoveAll(taint.SameSlot);
            taints.Add(taint.ToTaint());
            ours = taint;
            spec["taints"] = Json(taints);
        }
        var unschedulable = node.Spec?.Unschedulable == true;
        if (cordon && !unschedulable) spec["unschedulable"] = true;
        var labelled = node.Metadata?.Labels?.ContainsKey(ExcludeLabel) == true;
        marks = marks with { Excluded = labelled ? before?.Excluded ?? false : exclude };
        marks = marks with { Taint = ours, Cordoned = unschedulable ? before?.Cordoned ?? false : cordon };
        var patch = Patch(node, marks.ToAnnotations());
        if (exclude && !labelled) patch["metadata"]!["labels"] = new JsonObject { [ExcludeLabel] = "true" };
        if (spec.Count > 0) patch["spec"] = spec;
        return (patch, marks);
    }

    /// <summary>Takes back what the marks say is ours; <see langword="null"/> when there are no marks.</summary>
    public static JsonObject? Unmark(Node node, string? overEventId)
    {
        if (NodeMarks.Of(node) is not { } marks) return null;
        var annotations = marks.ToAnnotations().Keys.ToDictionary(name => name, _ => (string?)null);
        if (overEventId is not null) annotations[NodeMarks.OverAnnotation] = overEventId;
        var patch = Patch(node, annotations);
        var spec = new JsonObject();
        var taints = Taints(node);
        if (marks.Taint is { } ours && taints.RemoveAll(other => IsOurs(ours, other)) > 0) spec["taints"] = Json(taints);
        if (marks.Excluded) patch["metadata"]!["labels"] = new JsonObject { [ExcludeLabel] = null };
        if (marks.Cordoned && node.Spec?.Unschedulable == true) spec["unschedulable"] = false;
        if (spec.Count > 0) patch["spec"] = spec;
        return patch;
    }

    /// <summary>Writes annotations only.</summary>
    public static JsonObject Annotate(Node node, NodeMarks marks) => Patch(node, marks.ToAnnotations());

    private static JsonObject Patch(Node node, Dictionary<string, string?> annotations)
    {
        var changes = new JsonObject();
        foreach (var (name, value) in annotations) changes[name] = value;
        return new() { ["metadata"] = new JsonObject { ["resourceVersion"] = node.Metadata?.ResourceVersion, ["annotations"] = changes } };
    }

    private static List<Taint> Taints(Node node) => [.. node.Spec?.Taints ?? []];

    // With another value it is no longer what we set: somebody has taken it over.
    private static bool IsOurs(NodeTaint ours, Taint taint) => ours.SameSlot(taint) && (taint.Value ?? "") == (ours.Value ?? "");

    private static JsonArray Json(List<Taint> taints) =>
        new([.. taints.Select(taint => JsonSerializer.SerializeToNode(taint, AgentJson.Default.Taint))]);
}
