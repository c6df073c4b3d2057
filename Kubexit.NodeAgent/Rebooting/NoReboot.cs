using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>Reboots nothing, and says so.</summary>
internal sealed class NoReboot(ILogger logger) : INodeReboot
{
    public void Reboot() => AgentLog.RebootRefused(logger, "only a Linux machine can be rebooted from here");
}
