namespace Kubexit.Platform.Linux;

/// <summary>A child and the end of it.</summary>
internal sealed unsafe class LinuxChildProcess : IChildProcess
{
    // Only where the kernel has no pidfd (before 5.3, some sandboxes) and nobody listens for SIGCHLD.
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(50);

    private readonly PollEventLoop _loop;
    private readonly Action<ChildExit> _onExit;
    private readonly Action? _onLeaderEnded;
    private readonly Descriptor _pidfd;
    private readonly IDisposable _watch;
    private readonly GroupGuard? _guard;
    private GroupMembers? _members;
    private bool _exited;

    public LinuxChildProcess(PollEventLoop loop, int pid, Action<ChildExit> onExit, Action? onLeaderEnded = null)
    {
        Id = pid;
        (_loop, _onExit, _onLeaderEnded) = (loop, onExit, onLeaderEnded);
        _guard = GroupGuard.Of(pid, out var problem);
        if (problem is not null) Problem = $"If this process is killed, the processes that its child has started live on: {problem}.";
        _pidfd = new Descriptor((int)Libc.syscall(Libc.SysPidfdOpen, pid, 0));
        _watch = _pidfd.IsOpen
            ? loop.Register(_pidfd.Fd, CheckExit)
            : loop.Time.CreateTimer(_ => CheckExit(), null, PollPeriod, PollPeriod);
    }

    public int Id { get; }

    public string? Problem { get; private set; }

    /// <summary>Whether the child has ended and others of its group are given time.</summary>
    public bool IsLingering => _members is not null && !_exited;

    // The child is not reaped before Finish: its id, which is its group's too, cannot have become another's.
    public void Signal(int signal, bool group)
    {
        var target = group || IsLingering ? -Id : Id;
        while (!_exited && Libc.kill(target, signal) != 0)
        {
            if (Libc.Errno == Libc.Eintr) continue;
            if (Libc.Errno == Libc.Esrch && target != Id)
            {
                target = Id; // It leads no group yet, but is about to: setsid(1) has been started and has not run.
                continue;
            }

            if (Libc.Errno == Libc.Esrch) return;
            Problem = $"Cannot signal process {Id}: {Libc.Describe(Libc.Errno)}. It runs under a user that we may not signal.";
            return;
        }
    }

    public void Kill()
    {
        var wasLingering = IsLingering;
        Signal(SignalName.Kill, group: true);
        if (wasLingering) _loop.Post(Finish); // Not from here: whoever kills is still deciding.
    }

    /// <summary>Asks whether the child has ended, and if so says so.</summary>
    /// <returns>Whether it has.</returns>
    public bool CheckExit()
    {
        if (_exited || IsLingering) return true;
        Libc.ChildStatus status = default;
        if (Libc.waitid(Libc.PPid, Id, &status, Libc.WExited | Libc.WNohang | Libc.WNowait) != 0)
        {
            // Reaped by somebody else: by the kernel where SIGCHLD is ignored, or by the application that we are part of.
            if (Libc.Errno != Libc.Echild) return false;
            _watch.Dispose();
            End(ChildExit.Lost);
            return true;
        }

        if (status.Pid != Id) return false;
        _watch.Dispose();
        if (_onLeaderEnded is not null && (_members = GroupMembers.Watch(_loop, Id, Finish)) is not null) _onLeaderEnded();
        else Finish();
        return true;
    }

    private void Finish()
    {
        if (_exited) return;

        // The unreaped leader keeps the group's id from being given to others: now is the last safe moment to end what it left.
        Signal(SignalName.Kill, group: true);
        _exited = true;
        Libc.ChildStatus status = default;
        while (Libc.waitid(Libc.PPid, Id, &status, Libc.WExited | Libc.WNohang) != 0 && Libc.Errno == Libc.Eintr)
        {
        }

        End(status.Code == Libc.CldExited ? ChildExit.Exited(status.Status) : ChildExit.Signaled(status.Status));
    }

    private void End(ChildExit exit)
    {
        _exited = true;
        _pidfd.Dispose();
        _guard?.Dispose();
        _members?.Dispose();
        _onExit(exit);
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
