namespace Kubexit.Platform.Linux;

/// <summary>
/// Has the kernel kill a child's whole process group when this process ends in any way, SIGKILL included. Both ends of a pipe that nobody
/// writes to are ours; each is to raise SIGKILL for the group when the other end closes (fcntl(2), F_SETOWN, F_SETSIG, O_ASYNC), and
/// all descriptors of a dead process are closed. Nothing of it is inherited, and no process is needed that watches us.
/// </summary>
/// <remarks>
/// Not for PID 1: the kernel kills its whole namespace. A parent-death signal would end the child only, and has to be asked for in the
/// child, which only the native file can (spawn.c). The kernel keeps to the group as it is now: a later one of the same number is another
/// one.
/// </remarks>
internal sealed unsafe class GroupGuard : IDisposable
{
    private const int SetOwner = 8, SetSignal = 10, GetFlags = 3, SetFlags = 4, OAsync = 0x2000;

    private readonly Descriptor _one;
    private readonly Descriptor _other;

    private GroupGuard(int one, int other) => (_one, _other) = (new Descriptor(one), new Descriptor(other));

    /// <returns>Null where it is not needed, or with a problem where the kernel does not let us.</returns>
    public static GroupGuard? Of(int group, out string? problem)
    {
        problem = null;
        if (Libc.getpid() == 1) return null;
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.OCloexec) == 0)
        {
            var guard = new GroupGuard(ends[0], ends[1]);
            if (Arm(ends[0], group) && Arm(ends[1], group)) return guard;
            problem = Libc.Describe(Libc.Errno);
            guard.Dispose();
        }

        problem ??= Libc.Describe(Libc.Errno);
        return null;
    }

    /// <summary>Kills what is left of the group.</summary>
    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

    // A child that is to lead a session leads no group yet. The kernel looks up who is in the group only when it signals; one that wants
    // the group now guards the child alone.
    private static bool Arm(int end, int group) =>
        (Libc.fcntl(end, SetOwner, -group) == 0 || (Libc.Errno == Libc.Esrch && Libc.fcntl(end, SetOwner, group) == 0))
        && Libc.fcntl(end, SetSignal, SignalName.Kill) == 0
        && Libc.fcntl(end, SetFlags, Libc.fcntl(end, GetFlags, 0) | OAsync) == 0;
}
