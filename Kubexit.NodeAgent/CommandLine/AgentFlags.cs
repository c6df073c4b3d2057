using Kubexit.Configuration;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>The settings of <c>kubexit-node-agent</c>. Every default is that of the options they fill.</summary>
internal static class AgentFlags
{
    private static readonly DrainOptions Drain = new();

    public static readonly AgentFlag
        Config = Text("config", "A JSON file with any of these settings by their names, and a section Logging."),
        NodeName = Text("node-name", "Name of this node. Default: the variable NODE_NAME.") with { OtherVariable = "NODE_NAME" },
        Provider = Text("provider", "The cloud whose metadata server is watched: auto, gce, aws, azure or none. Default auto: the one "
            + "that answers."),
        MetadataUrl = Text("metadata-url", $"Address of the metadata server. Default {NodeTerminationNoticeOptions.DefaultMetadataUrl}"),
        PollInterval = Text("poll-interval", "Time between two reads of the metadata of aws (2s) and azure (1s)."),
        NoticeFile = Text("notice-file", "A file that announces the node's end as a cloud would."),
        AzureResource = Text("azure-resource", "Name of this VM in Azure's events. Default: read from Azure's metadata."),
        AwsVersion1 = Switch("aws-imds-v1", "Read EC2's metadata without a session token where tokens are refused. Default: never."),
        BlindAfter = Text("blind-after", "How long metadata may fail before /healthz says so, 1s to 1h. Default 1m0s."),
        Rule = Texts("rule", "KIND=ACTION[,TIME_LEFT[,LEAD]]: what a kind of notice means. ACTION is drain, move, announce or ignore; "
            + "LEAD is a duration or 'now'."),
        Taint = Text("taint", "key[=value]:effect. Default kubexit/node-termination=KIND:NoSchedule."),
        Cordon = Switch("cordon", "Make the node unschedulable too."),
        ExcludeFromLoadBalancers =
            Switch("exclude-from-load-balancers", "Label the node so that load balancers stop using it. The label is removed with the "
                + "taint."),
        EvictionDelay = Text("eviction-delay",
            "Time between the notice and the first eviction. It is shortened where a pod would lose grace. Default 0s."),
        WaitForVolumes = Switch(
            "wait-for-volumes", "Call a drain complete only when no volume is attached to the node. Needs volumeattachments: list."),
        Margin = Text("margin", $"Time kept free at the very end. Default {GoDuration.Format(Drain.Margin)}."),
        SystemReserve = Text("system-reserve",
            $"Time kept for kube-system and critical pods. Default {GoDuration.Format(Drain.PriorityPhases[0].Reserve)}."),
        PriorityPhase = Texts(
            "priority-phase",
            "PRIORITY=RESERVE: a phase for pods of this priority or higher, as in the kubelet's shutdownGracePeriodByPodPriority. "
                + "Repeatable. Replaces the system phase."),
        KubeSystemByPriority = Switch("kube-system-by-priority", "Treat pods of kube-system by their priority only, like all others."),
        DaemonSetsLast = Switch("daemonsets-last", "Drain DaemonSet pods too, after all others. Default: they keep running."),
        KeepUnmanaged = Switch("keep-unmanaged", "Leave pods without a controller alone."),
        Exclude = Texts("exclude", "NAMESPACE/NAME of a pod to leave alone. Repeatable."),
        RequestsPerSecond = Text("requests-per-second", $"Requests to the API server, 1 to 1000. Default {Drain.RequestsPerSecond}."),
        EvictOnly = Switch("evict-only",
            "Never delete a pod. A pod that a disruption budget holds to the end then ends with the node. The role needs no pods: delete."),
        NoPodEvents = Switch("no-pod-events", "Write events for the node only."),
        Acknowledge = Switch("acknowledge", "Tell Azure after the drain that the event may start, if it is about this VM only."),
        Reboot = Switch("reboot", "Reboot a regular GCE VM once it is drained for host maintenance. Needs hostPID and CAP_KILL."),
        WebhookUrl = Text("webhook-url",
            "URL that is called before and after the drain. Default: the variable KUBEXIT_WEBHOOK_URL.") with
        { OtherVariable = "KUBEXIT_WEBHOOK_URL" },
        WebhookTemplate = Text(
            "webhook-template",
            "Body of the webhook: generic, slack, or a JSON file with these fields in its strings: "
                + $"{string.Join(", ", Kubexit.NodeAgent.WebhookTemplate.Fields.Select(field => $"{{{{{field}}}}}"))}. Default generic."),
        Listen = Text("listen", $"ADDRESS:PORT for /metrics and /healthz, or none. Default {AgentSettings.DefaultListen}."),
        LogLevel = Texts(
            "log-level", $"[CATEGORY=]LEVEL: trace, debug, info, warn, error or none. CATEGORY is {AgentLogCategory.All}, or any full "
                + "name. Default info.")
            with
        { OtherVariable = "KUBEXIT_LOG_LEVEL" },
        LogFormat = Text("log-format", "text or json, on stderr. Default text.") with { OtherVariable = "KUBEXIT_LOG_FORMAT" },
        DryRun = Switch("dry-run", "Print the plan for this node as a table, and change nothing."),
        Kind = Text("kind", $"The notice that drill and --dry-run assume: {NodeTerminationKindName.All}. Default manual."),
        In = Text("in", "Time that the node has left in a drill or a plan. Default: as the rule of the kind says."),
        Keep = Switch("keep", "Leave taint and marks after a drill.");

    public static IReadOnlyList<AgentFlag> All { get; } =
    [
        Config, NodeName, Provider, MetadataUrl, PollInterval, NoticeFile, AzureResource, AwsVersion1, BlindAfter, Rule, Taint, Cordon,
        ExcludeFromLoadBalancers, EvictionDelay, WaitForVolumes, Margin, SystemReserve,
        PriorityPhase, KubeSystemByPriority, DaemonSetsLast, KeepUnmanaged, Exclude, RequestsPerSecond, EvictOnly, NoPodEvents,
        Acknowledge, Reboot, WebhookUrl, WebhookTemplate, Listen, LogLevel, LogFormat, DryRun, Kind, In, Keep,
    ];

    private static AgentFlag Text(string key, string description) => new(key, FlagShape.Text, description);

    private static AgentFlag Texts(string key, string description) => new(key, FlagShape.Texts, description);

    private static AgentFlag Switch(string key, string description) => new(key, FlagShape.Switch, description);
}
