using System.CommandLine;
using Kubexit.Configuration;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>The flags of <c>kubexit-node-agent</c>. Every default is that of the options they fill.</summary>
/// <remarks>Each has a parser of its own: those of System.CommandLine are not in the native file, see Native/Substitutions.xml.</remarks>
internal sealed class AgentFlags
{
    private static readonly DrainOptions Drain = new();

    public Option<string?> NodeName { get; } = Text("--node-name", "Name of this node. Default: the variable NODE_NAME.");

    public Option<NodeTerminationProvider> Provider { get; } = new("--provider")
    {
        Description = "auto, gce, aws, azure or none: whose metadata server is watched. Default auto: the one that answers.",
        CustomParser = argument => FlagValue.Choice<NodeTerminationProvider>(argument),
    };

    public Option<Uri> MetadataUrl { get; } = new("--metadata-url")
    {
        Description = $"Address of the metadata server. Default {NodeTerminationNoticeOptions.DefaultMetadataUrl}",
        DefaultValueFactory = _ => NodeTerminationNoticeOptions.DefaultMetadataUrl,
        CustomParser = FlagValue.Url,
    };

    public Option<TimeSpan?> PollInterval { get; } = new("--poll-interval") { Description = "How often aws (2s) and azure (1s) are read.", CustomParser = FlagValue.Optional };

    public Option<string?> NoticeFile { get; } = Text("--notice-file", "A file that announces the node's end as a cloud would.");

    public Option<string?> AzureResource { get; } = Text("--azure-resource", "Name of this VM in Azure's events. Default: asked of Azure.");

    public Option<string[]> Rule { get; } = Texts(
        "--rule",
        "KIND=ACTION[,TIME_LEFT[,LEAD]]: what a kind of notice means. ACTION is drain, announce or ignore; LEAD is a duration or 'now'.");

    public Option<NodeTaint> Taint { get; } = new("--taint")
    {
        Description = "key[=value]:effect. Default kubexit/node-termination=KIND:NoSchedule.",
        DefaultValueFactory = _ => NodeTaint.Default,
        CustomParser = FlagValue.Taint,
    };

    public Option<bool> Cordon { get; } = Switch("--cordon", "Make the node unschedulable too.");

    public Option<TimeSpan> Margin { get; } = Duration("--margin", "Time kept free at the very end.", Drain.Margin);

    public Option<TimeSpan> SystemReserve { get; } = Duration("--system-reserve", "Time kept for kube-system and critical pods.", Drain.PriorityPhases[0].Reserve);

    public Option<string[]> PriorityPhase { get; } = Texts(
        "--priority-phase",
        "PRIORITY=RESERVE: a phase of its own for pods from this priority on, as the kubelet's shutdownGracePeriodByPodPriority. Replaces the system phase.");

    public Option<bool> KubeSystemByPriority { get; } = Switch("--kube-system-by-priority", "Give pods of kube-system no place of their own.");

    public Option<bool> DaemonSetsLast { get; } = Switch("--daemonsets-last", "Drain DaemonSet pods too, after all others. Default: they are left.");

    public Option<bool> KeepUnmanaged { get; } = Switch("--keep-unmanaged", "Leave pods without a controller alone.");

    public Option<string[]> Exclude { get; } = Texts("--exclude", "NAMESPACE/NAME of a pod to leave alone. May be given often.");

    public Option<double> RequestsPerSecond { get; } = new("--requests-per-second")
    {
        Description = $"Requests to the API server, 1 to 1000. Default {Drain.RequestsPerSecond}.",
        DefaultValueFactory = _ => Drain.RequestsPerSecond,
        CustomParser = FlagValue.Number,
    };

    public Option<bool> NoPodEvents { get; } = Switch("--no-pod-events", "Write events for the node only.");

    public Option<bool> Acknowledge { get; } = Switch("--acknowledge", "Tell Azure after the drain that the event may start, if it is about this VM only.");

    public Option<bool> Reboot { get; } = Switch("--reboot", "Reboot a regular GCE VM once it is drained for host maintenance. Needs hostPID and CAP_KILL.");

    public Option<string?> WebhookUrl { get; } = Text("--webhook-url", "Told before and after. Default: the variable KUBEXIT_WEBHOOK_URL.");

    public Option<string> Listen { get; } = new("--listen")
    {
        Description = "ADDRESS:PORT for /metrics and /healthz, or none. Default 127.0.0.1:9478.",
        DefaultValueFactory = _ => "127.0.0.1:9478",
        CustomParser = FlagValue.Text,
    };

    public Option<bool> DryRun { get; } = Switch("--dry-run", "Print the plan for this node as a table, and change nothing.");

    public Option<NodeTerminationKind> Kind { get; } = new("--kind")
    {
        Description = $"The notice that --dry-run supposes: {NodeTerminationKindName.All}. Default manual.",
        DefaultValueFactory = _ => NodeTerminationKind.Manual,
        CustomParser = FlagValue.Kind,
    };

    public IEnumerable<Option> All =>
    [
        NodeName, Provider, MetadataUrl, PollInterval, NoticeFile, AzureResource, Rule, Taint, Cordon, Margin, SystemReserve, PriorityPhase, KubeSystemByPriority,
        DaemonSetsLast, KeepUnmanaged, Exclude, RequestsPerSecond, NoPodEvents, Acknowledge, Reboot, WebhookUrl, Listen, DryRun, Kind,
    ];

    private static Option<string?> Text(string name, string description) => new(name) { Description = description, CustomParser = FlagValue.Text };

    private static Option<string[]> Texts(string name, string description) => new(name) { Description = description, CustomParser = FlagValue.Texts };

    private static Option<bool> Switch(string name, string description) => new(name) { Description = description, CustomParser = FlagValue.Switch };

    private static Option<TimeSpan> Duration(string name, string description, TimeSpan value) => new(name)
    {
        Description = $"{description} Default {GoDuration.Format(value)}.",
        DefaultValueFactory = _ => value,
        CustomParser = argument => FlagValue.Optional(argument) ?? value,
    };
}
