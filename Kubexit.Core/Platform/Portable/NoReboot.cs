using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.Platform.Portable;

/// <summary>Reboots nothing, and says so.</summary>
internal sealed class NoReboot(ILogger logger) : INodeReboot
{
    public void Reboot() => Log.RebootRefused(logger, "only a Linux machine can be rebooted from here");
}
