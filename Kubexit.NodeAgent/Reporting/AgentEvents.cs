using System.Globalization;
using System.Text.Json.Nodes;
using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>What <c>kubectl describe node</c> and <c>kubectl describe pod</c> show. The reasons are those of Google's handler.</summary>
internal sealed class AgentEvents(string nodeName, TimeProvider time)
{
    public const string ConditionType = "TerminationAnnounced";

    private const string Component = "kubexit-node-agent";

    private long _last;

    public CoreEvent Impending(NodeTerminationNotice notice) => OfNode("Warning", "ImpendingNodeTermination", $"The node ends: {notice}.");

    public CoreEvent Announced(NodeTerminationNotice notice) => OfNode("Normal", "NodeTerminationNotice", Announcement(notice));

    public static string Announcement(NodeTerminationNotice notice) => notice.Action == NoticeAction.Move
        ? $"Announced: {notice}. Pods with the annotation {DrainPod.DrainAnnotation}=always are moved, the others stay."
        : $"Announced, but nothing is done: {notice}.";

    public CoreEvent Held(NodeTerminationNotice notice, string meaning) =>
        OfNode("Warning", "NodeTerminationHeld", $"{notice}: {meaning}.");

    public CoreEvent Blocked(IReadOnlyList<string> pods) =>
        OfNode("Warning", "DrainBlocked", $"Disruption budgets hold {pods.Count} pods: {string.Join(", ", pods)}.");

    public CoreEvent RightMissing(AgentRight right) =>
        OfNode("Warning", "MissingRight", $"Not allowed: '{right.Text()}', so {right.Without()}. Add to the ClusterRole: {right.Rule()}");

    public CoreEvent Drained(DrainResult result) =>
        OfNode(result.IsComplete ? "Normal" : "Warning", result.IsComplete ? "NodeDrained" : "NodeDrainIncomplete", result.Summary);

    public CoreEvent NotImpending() =>
        OfNode("Normal", "NoImpendingNodeTermination", "The notice was withdrawn: taint and marks are removed.");

    public CoreEvent OfPod(DrainPod pod, TimeSpan grace, bool evicted) => Create(
        new ObjectReference { ApiVersion = "v1", Kind = "Pod", Namespace = pod.Namespace, Name = pod.Name, Uid = pod.Uid }, pod.Namespace,
        "Warning", "NodeTermination",
        $"{(evicted ? "Evicted" : "Deleted")} with {grace.TotalSeconds:0} s of grace: its node {nodeName} ends.");

    /// <summary>The node condition; a strategic merge patch of the status.</summary>
    public JsonObject Condition(NodeTerminationNotice? notice) => new()
    {
        ["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = ConditionType,
                ["status"] = notice is null ? "False" : "True",
                ["reason"] = notice is null ? "NoNotice" : notice.Kind.ToString(),
                ["message"] = notice?.ToString() ?? "there is no notice",
                ["lastTransitionTime"] = Time(time.GetUtcNow()),
                ["lastHeartbeatTime"] = Time(time.GetUtcNow()),
            }),
        },
    };

    // The kubelet, too, gives the node's name for its UID, and kubectl looks for that.
    private CoreEvent OfNode(string type, string reason, string message) => Create(
        new ObjectReference { Kind = "Node", Name = nodeName, Uid = nodeName }, "default", type, reason, message);

    private CoreEvent Create(ObjectReference about, string ns, string type, string reason, string message)
    {
        var now = time.GetUtcNow();
        return new CoreEvent
        {
            Metadata = new ObjectMeta
            {
                Namespace = ns,
                Name = string.Create(CultureInfo.InvariantCulture, $"{about.Name}.{Unique(now):x}")
            },
            InvolvedObject = about,
            Type = type,
            Reason = reason,
            Message = message.Length <= 1024 ? message : message[..1021] + "...",
            Source = new EventSource { Component = Component, Host = nodeName },
            FirstTimestamp = now,
            LastTimestamp = now,
            ReportingComponent = Component,
            ReportingInstance = nodeName,
        };
    }

    private long Unique(DateTimeOffset now)
    {
        long last, next;
        do
        {
            last = Interlocked.Read(ref _last);
            next = Math.Max(last + 1, now.UtcTicks);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);
        return next;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
