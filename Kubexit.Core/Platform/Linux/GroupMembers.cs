namespace Kubexit.Platform.Linux;

/// <summary>Tells when the last living member of a process group has gone but for its leader, which has ended and stays unreaped: that
/// keeps the id from being another group's.</summary>
/// <remarks>
/// No polling: one member is watched by its pidfd, and when it ends the next one is looked for. Where /proc or pidfds are missing nothing
/// is told: the owner's own limit ends the wait.
/// </remarks>
internal sealed class GroupMembers : IDisposable
{
    private readonly PollEventLoop _loop;
    private readonly int _group;
    private readonly Action _onGone;
    private Descriptor _pidfd = new(-1);
    private IDisposable? _watch;

    private GroupMembers(PollEventLoop loop, int group, Action onGone) => (_loop, _group, _onGone) = (loop, group, onGone);

    /// <returns><see langword="null"/> when nobody of the group lives any more.</returns>
    public static GroupMembers? Watch(PollEventLoop loop, int group, Action onGone)
    {
        var members = new GroupMembers(loop, group, onGone);
        return members.WatchNext() ? members : null;
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _pidfd.Dispose();
        (_watch, _pidfd) = (null, new(-1));
    }

    /// <returns>Whether somebody lives, as far as can be known.</returns>
    private bool WatchNext()
    {
        while (ProcessTable.Read() is { } table)
        {
            var member = 0;
            foreach (var row in table)
            {
                if (row.Group == _group && row.Id != _group && !row.IsZombie) member = row.Id;
            }

            if (member == 0) return false;
            _pidfd = new Descriptor((int)Libc.syscall(Libc.SysPidfdOpen, member, 0));
            if (!_pidfd.IsOpen && Libc.Errno == Libc.Esrch) continue;
            if (_pidfd.IsOpen && !Lives(member))
            {
                _pidfd.Dispose(); // It has ended, and its id may be another's by now.
                continue;
            }

            if (_pidfd.IsOpen) _watch = _loop.Register(_pidfd.Fd, () => HasEnded(member));
            return true;
        }

        return true;
    }

    private bool Lives(int member) => ProcessTable.RowOf(member) is { IsZombie: false } row && row.Group == _group;

    /// <summary>The loop may ask without a reason.</summary>
    private bool HasEnded(int member)
    {
        if (Lives(member)) return false;
        Dispose();
        if (!WatchNext()) _onGone();
        return true;
    }
}
