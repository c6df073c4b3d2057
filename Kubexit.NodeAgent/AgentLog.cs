using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>Everything that the node agent logs: event ids 6002 to 6999; 6000 belongs to the notices.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(6002, LogLevel.Warning, "notice: {Notice} ({Action})")]
    public static partial void NoticeStands(ILogger logger, string notice, NoticeAction action);

    [LoggerMessage(6003, LogLevel.Information, "notice {EventId} was withdrawn")]
    public static partial void NoticeGone(ILogger logger, string eventId);

    [LoggerMessage(6004, LogLevel.Warning, "blind: {Key} has not been read for {Seconds:0} s; a notice would not be seen: {Cause}")]
    public static partial void Blind(ILogger logger, string key, double seconds, string cause);

    [LoggerMessage(6005, LogLevel.Warning, "{Key} is read again")]
    public static partial void Sees(ILogger logger, string key);

    [LoggerMessage(6100, LogLevel.Warning, "the list of the node's pods may be out of date: {Cause}")]
    public static partial void PodsUnknown(ILogger logger, string cause);

    [LoggerMessage(6101, LogLevel.Information, "draining {Pods} pods, leaving {Skipped} alone; {SecondsLeft:0.0} s left")]
    public static partial void Planned(ILogger logger, int pods, int skipped, double secondsLeft);

    [LoggerMessage(6102, LogLevel.Debug, "pod {Namespace}/{Name} not removed (eviction: {Evict}, {Refusal}): {Cause}")]
    public static partial void PodRefused(ILogger logger, string @namespace, string name, bool evict, Refusal refusal, string cause);

    [LoggerMessage(6103, LogLevel.Information, "phase {Phase} is over with {Pending} pods still running; {SecondsLeft:0.0} s left")]
    public static partial void PhaseOver(ILogger logger, string phase, int pending, double secondsLeft);

    [LoggerMessage(6104, LogLevel.Error, "draining failed")]
    public static partial void DrainFailed(ILogger logger, Exception exception);

    [LoggerMessage(6200, LogLevel.Error, "cannot read or change node '{Node}': {Cause} {Remedy}")]
    public static partial void NodeUnavailable(ILogger logger, string node, string cause, string remedy);

    [LoggerMessage(6208, LogLevel.Warning, "the state of node '{Node}' may be out of date: {Cause}")]
    public static partial void NodeUnknown(ILogger logger, string node, string cause);

    [LoggerMessage(6207, LogLevel.Warning, "the annotation kubexit/node-termination of the node is '{Policy}': {Meaning}")]
    public static partial void Held(ILogger logger, string policy, string meaning);

    [LoggerMessage(6105, LogLevel.Warning, "blocked by a disruption budget: {Pods}")]
    public static partial void Blocked(ILogger logger, string pods);

    [LoggerMessage(6209, LogLevel.Warning, "the agent's account lacks the right '{Right}': {Without}; add to its ClusterRole: {Rule}")]
    public static partial void RightMissing(ILogger logger, string right, string without, string rule);

    [LoggerMessage(6210, LogLevel.Debug, "whether the account has the right '{Right}' is not known: {Cause}")]
    public static partial void RightUnknown(ILogger logger, string right, string cause);

    [LoggerMessage(6211, LogLevel.Information, "the node has the marks of drill {EventId}: nothing is done before the drill's end")]
    public static partial void DrillFound(ILogger logger, string eventId);

    [LoggerMessage(6212, LogLevel.Error,
        "the drill could not remove its taint and marks; an agent on the node does so a minute after the drill's end")]
    public static partial void DrillLeft(ILogger logger);

    [LoggerMessage(6201, LogLevel.Information, "the node is already annotated for event {EventId} (rebooted since: {Rebooted})")]
    public static partial void Recovered(ILogger logger, string eventId, bool rebooted);

    [LoggerMessage(6202, LogLevel.Information, "drained: {Summary} {SecondsLeft:0.0} s left")]
    public static partial void Drained(ILogger logger, string summary, double secondsLeft);

    [LoggerMessage(6203, LogLevel.Information, "the cloud was told that event {EventId} may start")]
    public static partial void Acknowledged(ILogger logger, string eventId);

    [LoggerMessage(6204, LogLevel.Warning, "rebooting the node")]
    public static partial void Rebooting(ILogger logger);

    [LoggerMessage(6205, LogLevel.Error, "unexpected failure; retrying")]
    public static partial void WorkFailed(ILogger logger, Exception exception);

    [LoggerMessage(6206, LogLevel.Warning, "a {Report} was lost: {Cause}")]
    public static partial void ReportLost(ILogger logger, string report, string cause);

    [LoggerMessage(6300, LogLevel.Information, "agent of node '{Node}' started; metadata provider: {Provider}")]
    public static partial void Started(ILogger logger, string node, string provider);

    [LoggerMessage(6301, LogLevel.Warning, "metrics and health cannot be served: {Cause}")]
    public static partial void EndpointFailed(ILogger logger, string cause);

    [LoggerMessage(6303, LogLevel.Debug, "at rest: unused memory was returned to the system")]
    public static partial void Rests(ILogger logger);

    [LoggerMessage(6302, LogLevel.Error,
        "cannot reboot the machine: {Cause}; run the agent with hostPID and CAP_KILL, or without --reboot")]
    public static partial void RebootRefused(ILogger logger, string cause);
}
