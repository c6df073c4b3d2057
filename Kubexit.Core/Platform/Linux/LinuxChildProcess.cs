using Kubexit.Kubernetes;
using Kubexit.Supervision;

namespace Kubexit.Platform.Linux;

/// <summary>A child and the end of it.</summary>
internal sealed unsafe class LinuxChildProcess : IChildProcess
{
    // Only where the kernel has no pidfd (before 5.3, some sandboxes) and nobody listens for SIGCHLD.
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(50);

    private readonly Action<ChildExit> _onExit;
    private readonly Descriptor _pidfd;
    private readonly IDisposable _watch;
    private bool _exited;

    public LinuxChildProcess(PollEventLoop loop, int pid, Action<ChildExit> onExit)
    {
        Id = pid;
        _onExit = onExit;
        _pidfd = new Descriptor((int)Libc.syscall(Libc.SysPidfdOpen, pid, 0));
        _watch = _pidfd.IsOpen
            ? loop.Register(_pidfd.Fd, CheckExit)
            : loop.Time.CreateTimer(_ => CheckExit(), null, PollPeriod, PollPeriod);
    }

    public int Id { get; }

    // The child is not reaped before CheckExit says so: its id cannot have become another process's.
    public void Signal(int signal, bool group)
    {
        if (!_exited) _ = Libc.kill(group ? -Id : Id, signal);
    }

    public void Kill() => Signal(SignalName.Kill, group: true);

    /// <summary>Asks whether the child has ended, and if so says so.</summary>
    public void CheckExit()
    {
        if (_exited) return;
        Libc.ChildStatus status = default;
        if (Libc.waitid(Libc.PPid, Id, &status, Libc.WExited | Libc.WNohang | Libc.WNowait) != 0 || status.Pid != Id) return;

        // The unreaped leader keeps the group's id from being given to others: now is the last safe moment to end what it left.
        Kill();
        _exited = true;
        _ = Libc.waitid(Libc.PPid, Id, &status, Libc.WExited | Libc.WNohang);
        _watch.Dispose();
        _pidfd.Dispose();
        _onExit(status.Code == Libc.CldExited ? ChildExit.Exited(status.Status) : ChildExit.Signaled(status.Status));
    }

    /// <summary>The signal that stopped the child since the last call; 0 when it was not stopped.</summary>
    public int TakeStop()
    {
        if (_exited) return 0;
        Libc.ChildStatus status = default;
        var result = Libc.waitid(Libc.PPid, Id, &status, Libc.WStopped | Libc.WNohang);
        return result == 0 && status.Pid == Id && status.Code == Libc.CldStopped ? status.Status : 0;
    }
}
