namespace Kubexit.Platform.Linux;

/// <summary>A child and the end of it.</summary>
internal sealed unsafe class LinuxChildProcess : IChildProcess
{
    // Only where the kernel has no pidfd (before 5.3, some sandboxes) and nobody listens for SIGCHLD.
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(50);

    private readonly Action<ChildExit> onExit;
    private readonly Descriptor pidfd;
    private readonly IDisposable watch;
    private bool exited;

    public LinuxChildProcess(PollEventLoop loop, int pid, Action<ChildExit> onExit)
    {
        Id = pid;
        this.onExit = onExit;
        pidfd = new Descriptor((int)Libc.syscall(Libc.SysPidfdOpen, pid, 0));
        watch = pidfd.IsOpen
            ? loop.Register(pidfd.Fd, CheckExit)
            : loop.Time.CreateTimer(_ => CheckExit(), null, PollPeriod, PollPeriod);
    }

    public int Id { get; }

    // The child is not reaped before CheckExit says so: its id cannot have become another process's.
    public void Signal(int signal, bool group)
    {
        if (!exited) _ = Libc.kill(group ? -Id : Id, signal);
    }

    public void Kill() => Signal(SignalName.Kill, group: true);

    /// <summary>Asks whether the child has ended, and if so says so.</summary>
    public void CheckExit()
    {
        if (exited) return;
        Libc.ChildStatus status = default;
        if (Libc.waitid(Libc.PPid, Id, &status, Libc.WExited | Libc.WNohang | Libc.WNowait) != 0 || status.Pid != Id) return;

        // The unreaped leader keeps the group's id from being given to others: now is the last safe moment to end what it left.
        Kill();
        exited = true;
        _ = Libc.waitid(Libc.PPid, Id, &status, Libc.WExited | Libc.WNohang);
        watch.Dispose();
        pidfd.Dispose();
        onExit(status.Code == Libc.CldExited ? ChildExit.Exited(status.Status) : ChildExit.Signaled(status.Status));
    }

    /// <summary>The signal that stopped the child since the last call; 0 when it was not stopped.</summary>
    public int TakeStop()
    {
        if (exited) return 0;
        Libc.ChildStatus status = default;
        var result = Libc.waitid(Libc.PPid, Id, &status, Libc.WStopped | Libc.WNohang);
        return result == 0 && status.Pid == Id && status.Code == Libc.CldStopped ? status.Status : 0;
    }
}
