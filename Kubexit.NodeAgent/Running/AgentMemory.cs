using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>What the agent knows of its node and its pods, before and during a drain, and those who act on it.</summary>
internal sealed class AgentMemory(
    INodeApi api, RequestPacer pacer, Urgency urgency, AgentOptions options, TimeProvider time, ILoggerFactory loggers)
{
    public NodeTracker Node { get; } = new(api, pacer, urgency, options.NodeName, time, loggers.CreateLogger(AgentLogCategory.Node));

    public PodTracker Pods { get; } = new(api, pacer, urgency, time, loggers.CreateLogger(AgentLogCategory.Drain));

    public NodeMarker Marker => field ??= new(api, Node, pacer, options, time, loggers.CreateLogger(AgentLogCategory.Node));

    public NodeDrain Drain(IDrainObserver observer, NoticeAction action) => new(
        api, Pods, pacer, options.Drain with { MovesOnly = action == NoticeAction.Move }, time,
        loggers.CreateLogger(AgentLogCategory.Drain), observer);
}
