namespace Kubexit.Platform.Linux;

/// <summary>The event loop on poll(2): inotify, signals, child ends and the queue are all descriptors of one wait.</summary>
internal sealed unsafe class PollEventLoop : EventLoop
{
    private readonly int _wakeFd = Libc.eventfd(0, Libc.EfdCloexec | Libc.EfdNonblock);
    private readonly List<PolledDescriptor> _registrations = [];
    private Libc.PollFd[] _pollFds = [];
    private PolledDescriptor[] _polled = [];
    private bool _changed = true;
    private bool _isBlind;

    public PollEventLoop(Action<Exception>? onError)
        : base(onError)
    {
        if (_wakeFd < 0) throw new SystemCallException("eventfd2", Libc.Errno);
        Register(_wakeFd, DrainWakes);
    }

    /// <summary>Calls <paramref name="onReadable"/> whenever <paramref name="fd"/> can be read, until disposed. On the loop only.</summary>
    /// <param name="fd">A descriptor that does not block.</param>
    /// <param name="onReadable">
    /// Returns whether it got anything. The level of the descriptor is asked again at once if so; if not, whatever was in the way (a call
    /// that fails) is in the way still, and the descriptor rests for a while instead of waking the loop for ever.
    /// </param>
    public IDisposable Register(int fd, Func<bool> onReadable)
    {
        var registration = new PolledDescriptor(this, fd, onReadable);
        _registrations.Add(registration);
        _changed = true;
        return registration;
    }

    /// <summary>Whether descriptors are asked without knowing that there is anything to be had.</summary>
    public bool IsBlind => _isBlind;

    public void Remove(PolledDescriptor descriptor)
    {
        _registrations.Remove(descriptor);
        _changed = true;
    }

    /// <summary>A descriptor goes to rest, or has rested.</summary>
    public void Change() => _changed = true;

    protected override void Wait(TimeSpan limit)
    {
        if (_changed) Rebuild();
        fixed (Libc.PollFd* fds = _pollFds)
        {
            // An interrupted or spurious return costs one empty round; the level of every descriptor is asked again.
            var ready = Libc.poll(fds, (nuint)_pollFds.Length, ToMilliseconds(limit));
            if (ready == 0 || (ready < 0 && Libc.Errno == Libc.Eintr)) return;
            _isBlind = ready < 0;
            if (_isBlind) AssumeReady();
        }

        // The array may be rebuilt only by the next Wait, so a callback may register and dispose freely.
        for (var i = 0; i < _polled.Length; i++)
        {
            if (_pollFds[i].Revents != 0 && _polled[i].IsActive) Invoke(_polled[i].Ask);
        }
    }

    protected override void Wake()
    {
        if (IsCurrent) return;
        ulong one = 1;

        // EAGAIN means that 2^64-1 wakes are pending: awake enough.
        _ = Libc.write(_wakeFd, (byte*)&one, sizeof(ulong));
    }

    private bool DrainWakes()
    {
        ulong count;
        return Libc.read(_wakeFd, (byte*)&count, sizeof(ulong)) > 0;
    }

    /// <summary>The kernel does not let us wait (no memory, a security profile). No descriptor blocks: they are asked one by one.</summary>
    private void AssumeReady()
    {
        Libc.Sleep(TimeSpan.FromMilliseconds(10));
        foreach (ref var polled in _pollFds.AsSpan()) polled.Revents = polled.Fd < 0 ? (short)0 : Libc.PollIn;
    }

    private void Rebuild()
    {
        _changed = false;
        _polled = [.. _registrations];
        _pollFds = new Libc.PollFd[_polled.Length];
        for (var i = 0; i < _polled.Length; i++)
        {
            _pollFds[i] = new Libc.PollFd { Fd = _polled[i].IsResting ? -1 : _polled[i].Fd, Events = Libc.PollIn };
        }
    }

    // Rounded up: a timer must not find itself early and spin. poll(2) counts in int milliseconds.
    private static int ToMilliseconds(TimeSpan limit) =>
        limit == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Min(Math.Ceiling(limit.TotalMilliseconds), int.MaxValue);
}
