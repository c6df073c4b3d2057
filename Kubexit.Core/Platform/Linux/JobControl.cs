using System.Buffers.Text;
using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>
/// Ctrl-Z under a shell: the terminal stops the child's group, and the shell must see its whole job stopped too, which is us and
/// what else stands in a pipeline or script with us. Where nobody could wake us again we stay awake, as tini does.
/// </summary>
internal sealed class JobControl(LinuxChildProcess child)
{
    /// <summary>
    /// On SIGCHLD: the child may have been stopped. Our own group is in the foreground where a shell has put it there again after we had
    /// handed the terminal over, as it does for each later member of a pipeline: then the child gets it back, or the signal has come by way
    /// of us.
    /// </summary>
    public void OnChildChanged()
    {
        var stop = child.TakeStop();
        if (stop is 0 || !(Terminal.IsOurs || Libc.tcgetpgrp(Terminal.Fd) == child.Id)) return;
        if (stop is SignalName.Ttin or SignalName.Ttou && Terminal.IsOurs)
        {
            Terminal.HandTo(child.Id);
            return;
        }

        if (!CanBeResumed()) return;
        Terminal.Reclaim();
        _ = Libc.kill(0, SignalName.Stop);
    }

    /// <summary>On SIGCONT, before it is forwarded: the shell has put us into the foreground again, or has not (bg).</summary>
    public void OnContinued()
    {
        if (Terminal.IsOurs) _ = Libc.tcsetpgrp(Terminal.Fd, child.Id);
    }

    /// <summary>The child is gone: the terminal is the shell's and ours again.</summary>
    public void OnExited()
    {
        if (Libc.tcgetpgrp(Terminal.Fd) == child.Id) Terminal.Reclaim();
    }

    /// <summary>
    /// The kernel's rule for a stop from the terminal (setpgid(2), orphaned process groups), for our line of descent: the first ancestor
    /// outside our process group is in our session, as a shell with job control is, and neither a script nor a container runtime.
    /// </summary>
    private static bool CanBeResumed()
    {
        var group = Libc.getpgrp();
        for (var ancestor = Libc.getppid(); ancestor > 0; ancestor = ParentOf(ancestor))
            if (Libc.getpgid(ancestor) != group) return Libc.getsid(ancestor) == Libc.getsid(0);
        return false;
    }

    /// <returns>0 where there is none, or no /proc to tell.</returns>
    private static int ParentOf(int process)
    {
        // "PID (name, with any characters in it) STATE PARENT …"
        var status = ProcFile.Read(Encoding.ASCII.GetBytes($"/proc/{process}/stat")) ?? [];
        var afterName = status.AsSpan(status.AsSpan().LastIndexOf((byte)')') + 1);
        return afterName.Length > 3 && Utf8Parser.TryParse(afterName[3..], out int parent, out _) ? parent : 0;
    }
}
