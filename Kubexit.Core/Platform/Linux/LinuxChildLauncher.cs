using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>Starts children by posix_spawn(3), which neither copies our memory nor runs managed code between fork and exec.</summary>
internal sealed unsafe class LinuxChildLauncher(PollEventLoop loop) : IChildLauncher
{
    private readonly Dictionary<int, LinuxChildProcess> _children = [];

    public IChildProcess Start(ChildStartInfo info, Action<ChildExit> onExit, Action? onLeaderEnded = null)
    {
        var file = info.Command[0];
        var path = ExecutableSearch.Find(file, info.Environment);
        var argv = info.RawCommand ?? [.. info.Command.Select(w => Encoding.UTF8.GetBytes(w))];
        var envp = info.RawEnvironment ?? ChildEnvironment.Of(info.Environment);
        int errno, pid;
        do errno = SpawnCall.Run(NativePath.Of(path), argv, envp, info, out pid);
        while (errno == Libc.Eintr);
        if (errno != 0) throw StartFailed(file, path, errno);

        var child = new LinuxChildProcess(loop, pid, exit =>
        {
            _children.Remove(pid);
            if (info.TakesTerminal) Job?.OnExited();
            onExit(exit);
        }, onLeaderEnded);
        _children.Add(pid, child);
        if (info.TakesTerminal && !info.MakesSession) Job = new JobControl(child);
        return child;
    }

    /// <summary>The child that has the terminal; <see langword="null"/> when none was started with it.</summary>
    public JobControl? Job { get; private set; }

    /// <summary>The living or unreaped child with this id; <see langword="null"/> when it is none of ours.</summary>
    public LinuxChildProcess? Find(int pid) => _children.GetValueOrDefault(pid);

    private static ChildStartException StartFailed(string file, string path, int errno) => errno switch
    {
        // The file was there a moment ago: what is missing is the interpreter its first line names, or its dynamic loader.
        Libc.Enoent when File.Exists(path) => ChildStartException.NotFound(file, "the interpreter or loader that it names does not exist"),
        Libc.Enoent => ChildStartException.NotFound(file, Libc.Describe(errno)),
        Libc.Enoexec => ChildStartException.NotExecutable(file, "it is neither a program nor a script with a #! line"),
        Libc.Eperm or Libc.Enosys => ChildStartException.Refused(file, Libc.Describe(errno)),
        Libc.Eagain or Libc.Enomem => ChildStartException.NoResources(file, Libc.Describe(errno)),
        _ => ChildStartException.NotExecutable(file, Libc.Describe(errno)),
    };
}
