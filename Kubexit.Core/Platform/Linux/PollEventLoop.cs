namespace Kubexit.Platform.Linux;

/// <summary>The event loop on poll(2): inotify, signals, child ends and the queue are all descriptors of one wait.</summary>
internal sealed unsafe class PollEventLoop : EventLoop
{
    private readonly int wakeFd = Libc.eventfd(0, Libc.EfdCloexec | Libc.EfdNonblock);
    private readonly List<Registration> registrations = [];
    private Libc.PollFd[] pollFds = [];
    private Registration[] polled = [];
    private bool changed = true;

    public PollEventLoop(Action<Exception>? onError)
        : base(onError)
    {
        if (wakeFd < 0) throw new InvalidOperationException($"Cannot create an eventfd: {Libc.Describe(Libc.Errno)}.");
    }

    /// <summary>Calls <paramref name="onReadable"/> whenever <paramref name="fd"/> can be read, until disposed. On the loop only.</summary>
    public IDisposable Register(int fd, Action onReadable)
    {
        var registration = new Registration(this, fd, onReadable);
        registrations.Add(registration);
        changed = true;
        return registration;
    }

    protected override void Wait(TimeSpan limit)
    {
        if (changed) Rebuild();
        fixed (Libc.PollFd* fds = pollFds)
        {
            // An interrupted or spurious return costs one empty round; the level of every descriptor is asked again.
            if (Libc.poll(fds, (nuint)pollFds.Length, ToMilliseconds(limit)) <= 0) return;
        }

        // The array may be rebuilt only by the next Wait, so a callback may register and dispose freely.
        for (var i = 0; i < polled.Length; i++)
        {
            if (pollFds[i].Revents != 0 && polled[i].IsActive) Invoke(polled[i].OnReadable);
        }

        if (pollFds[^1].Revents != 0) DrainWakes();
    }

    protected override void Wake()
    {
        if (IsCurrent) return;
        ulong one = 1;

        // EAGAIN means that 2^64-1 wakes are pending: awake enough.
        _ = Libc.write(wakeFd, (byte*)&one, sizeof(ulong));
    }

    private void DrainWakes()
    {
        ulong count;
        _ = Libc.read(wakeFd, (byte*)&count, sizeof(ulong));
    }

    private void Rebuild()
    {
        changed = false;
        polled = [.. registrations];
        pollFds = new Libc.PollFd[polled.Length + 1];
        for (var i = 0; i < polled.Length; i++) pollFds[i] = new Libc.PollFd { Fd = polled[i].Fd, Events = Libc.PollIn };
        pollFds[^1] = new Libc.PollFd { Fd = wakeFd, Events = Libc.PollIn };
    }

    // Rounded up: a timer must not find itself early and spin. poll(2) counts in int milliseconds.
    private static int ToMilliseconds(TimeSpan limit) =>
        limit == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Min(Math.Ceiling(limit.TotalMilliseconds), int.MaxValue);

    private sealed class Registration(PollEventLoop loop, int fd, Action onReadable) : IDisposable
    {
        public int Fd => fd;

        public Action OnReadable => onReadable;

        public bool IsActive { get; private set; } = true;

        public void Dispose()
        {
            if (!IsActive) return;
            IsActive = false;
            loop.registrations.Remove(this);
            loop.changed = true;
        }
    }
}
