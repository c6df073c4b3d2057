namespace Kubexit.Platform.Linux;

/// <summary>
/// Ctrl-Z under a shell: the terminal stops the child's group, and the shell must see its job, which is us, stopped too. Under no
/// shell (PID 1, session leader) nobody could wake us again, so we stay awake, as tini does.
/// </summary>
internal sealed class JobControl(LinuxChildProcess child)
{
    private readonly bool _canStop = Libc.getpid() != 1 && Libc.getsid(0) != Libc.getpid();

    /// <summary>On SIGCHLD: the child may have been stopped.</summary>
    public void OnChildChanged()
    {
        if (child.TakeStop() is 0 || !_canStop || Libc.tcgetpgrp(Terminal.Fd) != child.Id) return;
        Terminal.Reclaim();
        _ = Libc.kill(Libc.getpid(), SignalName.Stop);
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
}
