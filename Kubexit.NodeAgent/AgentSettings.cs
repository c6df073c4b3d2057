using System.Net;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>Everything that the command is told.</summary>
internal sealed record AgentSettings(NodeTerminationNoticeOptions Notices, AgentOptions Agent)
{
    /// <summary>Told before and after; may be a secret.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>Where metrics and health are served; nowhere when <see langword="null"/>.</summary>
    public IPEndPoint? Listen { get; init; }
}
