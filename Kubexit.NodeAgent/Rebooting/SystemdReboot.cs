using System.Runtime.InteropServices;
using Kubexit.Platform.Linux;
using Kubexit.Supervision;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>
/// Asks the machine's systemd to reboot in good order: SIGRTMIN+5 to process 1 starts reboot.target (systemd(1), "Signals"). reboot(2)
/// would stop nothing first. Needs the machine's process ids (<c>hostPID: true</c>) and CAP_KILL.
/// </summary>
internal sealed class SystemdReboot(ILogger logger) : INodeReboot
{
    private const int RebootSignal = SignalName.RtMin + 5;

    public void Reboot()
    {
        if (Libc.kill(1, RebootSignal) != 0) AgentLog.RebootRefused(logger, Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }
}
