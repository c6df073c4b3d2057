namespace Kubexit.Platform.Linux;

/// <summary>
/// Notices that a directory was removed while somebody holds a file of it open, as every member of a graveyard holds its lock: the open
/// file keeps the directory's inode, so inotify's IN_DELETE_SELF never comes. A directory is emptied before it is removed, so a deletion
/// in it is the moment to look whether its path still leads to it, then and a few times after.
/// </summary>
internal sealed unsafe class DirectoryPresence : IDisposable
{
    private static readonly TimeSpan[] Checks = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)];

    private readonly byte[] _path;
    private readonly FileStatus _directory;
    private readonly Action _onGone;
    private readonly ITimer _timer;
    private int _next = Checks.Length;

    public DirectoryPresence(string path, TimeProvider time, Action onGone)
    {
        _path = NativePath.Of(path);
        _onGone = onGone;
        fixed (byte* p = _path) _ = Libc.Stat(p, followLinks: true, out _directory);
        _timer = time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Looks in a moment, and again a little later. Any number of calls cost one timer.</summary>
    public void CheckSoon()
    {
        var isIdle = _next == Checks.Length;
        _next = 0;
        if (isIdle) _timer.Change(Checks[0], Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        fixed (byte* p = _path)
        {
            if (Libc.Stat(p, followLinks: true, out var now) != 0 || !now.IsSameFileAs(_directory))
            {
                _onGone();
                return;
            }
        }

        if (++_next < Checks.Length) _timer.Change(Checks[_next], Timeout.InfiniteTimeSpan);
    }
}
