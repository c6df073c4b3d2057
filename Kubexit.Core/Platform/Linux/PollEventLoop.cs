namespace Kubexit.Platform.Linux;

/// <summary>The event loop on poll(2): inotify, signals, child ends and the queue are all descriptors of one wait.</summary>
internal sealed unsafe class PollEventLoop : EventLoop
{
    private readonly int _wakeFd = Libc.eventfd(0, Libc.EfdCloexec | Libc.EfdNonblock);
    private readonly List<Registration> _registrations = [];
    private Libc.PollFd[] _pollFds = [];
    private Registration[] _polled = [];
    private bool _changed = true;

    public PollEventLoop(Action<Exception>? onError)
        : base(onError)
    {
        if (_wakeFd < 0) throw new InvalidOperationException($"Cannot create an eventfd: {Libc.Describe(Libc.Errno)}.");
    }

    /// <summary>Calls <paramref name="onReadable"/> whenever <paramref name="fd"/> can be read, until disposed. On the loop only.</summary>
    public IDisposable Register(int fd, Action onReadable)
    {
        var registration = new Registration(this, fd, onReadable);
        _registrations.Add(registration);
        _changed = true;
        return registration;
    }

    protected override void Wait(TimeSpan limit)
    {
        if (_changed) Rebuild();
        fixed (Libc.PollFd* fds = _pollFds)
        {
            // An interrupted or spurious return costs one empty round; the level of every descriptor is asked again.
            if (Libc.poll(fds, (nuint)_pollFds.Length, ToMilliseconds(limit)) <= 0) return;
        }

        // The array may be rebuilt only by the next Wait, so a callback may register and dispose freely.
        for (var i = 0; i < _polled.Length; i++)
        {
            if (_pollFds[i].Revents != 0 && _polled[i].IsActive) Invoke(_polled[i].OnReadable);
        }

        if (_pollFds[^1].Revents != 0) DrainWakes();
    }

    protected override void Wake()
    {
        if (IsCurrent) return;
        ulong one = 1;

        // EAGAIN means that 2^64-1 wakes are pending: awake enough.
        _ = Libc.write(_wakeFd, (byte*)&one, sizeof(ulong));
    }

    private void DrainWakes()
    {
        ulong count;
        _ = Libc.read(_wakeFd, (byte*)&count, sizeof(ulong));
    }

    private void Rebuild()
    {
        _changed = false;
        _polled = [.. _registrations];
        _pollFds = new Libc.PollFd[_polled.Length + 1];
        for (var i = 0; i < _polled.Length; i++) _pollFds[i] = new Libc.PollFd { Fd = _polled[i].Fd, Events = Libc.PollIn };
        _pollFds[^1] = new Libc.PollFd { Fd = _wakeFd, Events = Libc.PollIn };
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
            loop._registrations.Remove(this);
            loop._changed = true;
        }
    }
}
